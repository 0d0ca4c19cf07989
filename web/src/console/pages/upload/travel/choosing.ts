import { unique } from "./checksum";
import type { Item, Trouble } from "./item";
import { pictureType } from "./types";

/** A file that somebody chose, with the folders that it lay in. */
export interface Chosen {
  readonly file: File;
  readonly path: string;
}

/** What the house takes; see `limits` of the API. */
export interface Taken {
  /** Bytes of a file. */
  readonly most: number;
  readonly types: readonly string[];
}

/** Whose tab it is. */
export interface Place {
  readonly owner: string;
  readonly account: string;
}

/** A chosen file as it stands in the list: refused at once where that can be told of it. */
export function itemOf({ file, path }: Chosen, { owner, account }: Place, taken: Taken | null): Item {
  const type = pictureType(file, taken?.types);
  const trouble = troubleOf(file, type, taken);
  return {
    id: unique(),
    owner,
    account,
    name: file.name,
    path,
    size: file.size,
    type: type ?? file.type,
    lastModified: file.lastModified,
    addedAt: Date.now(),
    state: trouble === null ? "CHOSEN" : "REFUSED",
    sent: 0,
    stage: null,
    trouble,
    sha256: null,
    checked: false,
    twin: null,
    announcement: null,
    place: 0,
    uploadId: null,
    imageId: null,
    image: null,
  };
}

/** By what a file is known again. */
export function likeness(path: string, of: { readonly size: number; readonly lastModified: number }): string {
  return `${of.size} ${of.lastModified} ${path}`;
}

/** What can be told of a file without asking anybody, with the API's codes. */
export function troubleOf(file: { readonly size: number }, type: string | null, taken: Taken | null): Trouble | null {
  if (type === null || (taken !== null && !taken.types.includes(type))) {
    return { code: "UNSUPPORTED_FORMAT", message: "Files of this kind are not taken in." };
  }
  if (file.size === 0) return { code: "EMPTY_FILE", message: "The file is empty." };
  if (taken !== null && file.size > taken.most) {
    return { code: "FILE_TOO_LARGE", message: "The file is too large." };
  }
  return null;
}
