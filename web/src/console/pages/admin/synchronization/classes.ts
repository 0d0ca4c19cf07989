/** What can differ between records and store. */
export const CLASSES = [
  "OBJECT_WITHOUT_RECORD",
  "ORIGINAL_MISSING",
  "RENDITION_MISSING",
  "PUBLISHED_MISSING",
  "VERSION_MISSING",
  "SIZE_DIFFERS",
  "CHECKSUM_DIFFERS",
  "UNFINISHED_PARTS",
] as const;
