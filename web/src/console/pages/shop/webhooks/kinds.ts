import type { ChangeKind } from "../../../generated/schema";

export const KINDS: readonly ChangeKind[] = [
  "PUBLISHED",
  "UPDATED",
  "REORDERED",
  "WITHDRAWN",
  "DELETED",
];

/** What a new webhook asks for, to begin with. */
export const FIRST_QUERY = `{
  change {
    kind
    imageId
    image {
      productCode
      altText
      sources { contentType srcset }
    }
  }
}`;
