import type { Handed } from "../../../ui/files-anywhere";
import type { Chosen } from "../travel/choosing";

/** The files of what was handed over, folders in depth; files that systems hide are left out. */
export async function filesOfHanded(handed: readonly Handed[], now = new Date()): Promise<Chosen[]> {
  const found = await Promise.all(handed.map((one) => inside(one, "", now)));
  return found.flat();
}

async function inside(one: Handed, folder: string, now: Date): Promise<Chosen[]> {
  if (one.name.startsWith(".")) return [];
  if (one instanceof File) return [named(one, now)];
  const path = folder + one.name;
  if (isFolder(one)) {
    const found = await Promise.all((await entriesOf(one)).map((entry) => inside(entry, `${path}/`, now)));
    return found.flat();
  }
  return [{ file: await fileOf(one as FileSystemFileEntry), path }];
}

/** Browsers call every picture of the clipboard so; the time tells one from the next. */
const NAMELESS = "image.png";

function named(file: File, now: Date): Chosen {
  if (file.name !== NAMELESS) return { file, path: file.name };
  const time = now.toISOString().slice(0, 19).replace(/[T:]/g, "-");
  const name = `clipboard-${time}.png`;
  return { file: new File([file], name, { type: file.type, lastModified: file.lastModified }), path: name };
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** A reader tells some at a time, and none when that was all. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- the next come after these
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}
