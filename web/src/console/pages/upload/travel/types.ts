/** What kinds of files Ecogram takes in, and how they are told by their names. */
const BY_ENDING: Readonly<Record<string, string>> = {
  avif: "image/avif",
  gif: "image/gif",
  heic: "image/heic",
  heif: "image/heif",
  jpe: "image/jpeg",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  png: "image/png",
  tif: "image/tiff",
  tiff: "image/tiff",
  webp: "image/webp",
};
export const ACCEPTED: readonly string[] = [...new Set(Object.values(BY_ENDING))];

/** The type of a file that is taken in; null of all others. Not all browsers know all types. */
export function pictureType(file: File, taken: readonly string[] = ACCEPTED): string | null {
  const ending = file.name.toLowerCase().split(".").at(-1) ?? "";
  const type = ACCEPTED.includes(file.type) ? file.type : BY_ENDING[ending];
  return type !== undefined && taken.includes(type) ? type : null;
}
