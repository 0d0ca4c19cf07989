/** The parts of the page of which one shows; the address names it. */
export const PARTS = [
  "details",
  "alt",
  "rights",
  "place",
  "belongs",
  "quality",
  "crop",
  "files",
  "duplicates",
  "history",
] as const;
export type Part = (typeof PARTS)[number];
