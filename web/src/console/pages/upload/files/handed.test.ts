import { expect, test } from "vitest";

import { filesOfHanded } from "./handed";

const NOW = new Date("2026-11-21T22:15:03Z");

/** A folder as browsers hand it over: it tells one entry at a time. */
function folder(name: string, inside: readonly FileSystemEntry[]): FileSystemEntry {
  function createReader(): object {
    const rest = [...inside];
    return { readEntries: (tell: (some: FileSystemEntry[]) => void) => tell(rest.splice(0, 1)) };
  }
  return { name, isDirectory: true, createReader } as unknown as FileSystemEntry;
}

function entry(name: string): FileSystemEntry {
  const file = (tell: (one: File) => void): void => tell(new File(["a"], name));
  return { name, isDirectory: false, file } as unknown as FileSystemEntry;
}

test("Folders are read in depth and to their end, without what systems hide.", async () => {
  const shoes = folder("shoes", [entry("1.jpg"), entry(".DS_Store"), folder("red", [entry("2.jpg")]), entry("3.jpg")]);

  const found = await filesOfHanded([shoes, entry("4.jpg")], NOW);

  expect(found.map(({ path }) => path)).toEqual(["shoes/1.jpg", "shoes/red/2.jpg", "shoes/3.jpg", "4.jpg"]);
});

test("A picture of the clipboard is called by its time, and others keep their names.", async () => {
  const found = await filesOfHanded([new File(["a"], "image.png"), new File(["b"], "shoe.png")], NOW);

  expect(found.map(({ file }) => file.name)).toEqual(["clipboard-2026-11-21-22-15-03.png", "shoe.png"]);
});
