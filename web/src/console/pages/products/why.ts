import type { ProductPictureFragment } from "./products.generated";

/** Why shops do not see a picture: the key of a sentence, and what goes into it. */
export type Why =
  | { readonly key: "why.processing" | "why.pending" | "why.withdrawn" | "why.coming" }
  | { readonly key: "why.failed"; readonly problem: string }
  | { readonly key: "why.rejected"; readonly note: string }
  | { readonly key: "why.from" | "why.until"; readonly at: string };

export function isPublished({ publication }: ProductPictureFragment): boolean {
  return publication !== null;
}

/** Null for one that is published. */
export function whyNot(picture: ProductPictureFragment, now: string): Why | null {
  const { publication, state, review, problem, validFrom, validUntil } = picture;
  if (publication !== null) return null;
  if (state === "FAILED") return { key: "why.failed", problem: problem?.message ?? "" };
  if (state !== "READY") return { key: "why.processing" };
  if (review.state === "PENDING") return { key: "why.pending" };
  if (review.state === "REJECTED") return { key: "why.rejected", note: review.note ?? "" };
  if (review.state === "WITHDRAWN") return { key: "why.withdrawn" };
  if (validUntil !== null && validUntil <= now) return { key: "why.until", at: validUntil };
  if (validFrom !== null && validFrom > now) return { key: "why.from", at: validFrom };
  return { key: "why.coming" };
}

/** Whether readers of screens are told nothing in its place. */
export function lacksAltText({ metadata }: ProductPictureFragment): boolean {
  if (metadata === null) return true;
  const { altText, altTexts, decorative } = metadata;
  return !decorative && !altText && altTexts.every(({ text }) => text === "");
}
