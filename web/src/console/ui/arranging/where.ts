import type { ImagesWhere } from "../../generated/schema";

/** What a search of the library asks for; null: everything. */
export function libraryWhere(text: string): ImagesWhere | null {
  const wanted = text.trim();
  return wanted === "" ? null : { search: wanted };
}
