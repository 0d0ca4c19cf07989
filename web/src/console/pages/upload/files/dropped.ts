import type { DirectoryDropItem, DropItem, FileDropItem } from "@react-types/shared";

import type { Chosen } from "../travel/choosing";

/** The files of what was dropped, folders in depth; files that systems hide are left out. */
export async function filesOf(items: Iterable<DropItem>): Promise<Chosen[]> {
  const found = [];
  for (const item of items) if (item.kind !== "text") found.push(await inside(item, ""));
  return found.flat();
}

async function inside(item: FileDropItem | DirectoryDropItem, folder: string): Promise<Chosen[]> {
  if (item.name.startsWith(".")) return [];
  const path = folder + item.name;
  if (item.kind === "file") return [{ file: await item.getFile(), path }];
  const found = [];
  for await (const entry of item.getEntries()) found.push(await inside(entry, `${path}/`));
  return found.flat();
}

/** The files of a file input; of a chosen folder, with their paths in it. */
export function filesIn(list: FileList | null): Chosen[] {
  return Array.from(list ?? [])
    .filter(({ name }) => !name.startsWith("."))
    .map((file) => ({ file, path: file.webkitRelativePath || file.name }));
}
