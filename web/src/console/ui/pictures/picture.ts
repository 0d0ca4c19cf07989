import type { PictureFragment } from "./picture.generated";

/** What people call it: its title, else the name of its file. */
export function nameOf({ title, fileName }: Pick<PictureFragment, "title" | "fileName">): string {
  return title === null || title.trim() === "" ? fileName : title;
}

/** The address of its smallest file; null while there is none. */
export function thumbOf({ renditions }: Pick<PictureFragment, "renditions">): string | null {
  const named = renditions.find(({ preset }) => preset === "THUMB");
  return (named ?? [...renditions].sort((one, other) => one.width - other.width)[0])?.url ?? null;
}
