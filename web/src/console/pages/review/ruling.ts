import type { ReviewRulesQuery } from "./review.generated";

export type Rule = ReviewRulesQuery["reviewRules"]["rules"][number];

/** What rules look at. */
export interface Ruled {
  readonly score: number | null;
  /** Of quality rules. */
  readonly failed: readonly string[];
  /** The channels that take it, if with a warning; null while that is not known. */
  readonly ready: ReadonlySet<string> | null;
  readonly importerId: string | null;
  readonly hasProduct: boolean;
  readonly shorterSide: number | null;
  readonly hasTwin: boolean;
}

/** The first rule that fits, as the server asks them; null where none does, or it is not known. */
export function ruling(rules: readonly Rule[], picture: Ruled): Rule | null {
  return rules.find(({ when }) => fits(when, picture)) ?? null;
}

/** Whether all that is given holds. */
function fits(when: Rule["when"], picture: Ruled): boolean {
  const { score, shorterSide, ready } = picture;
  return [
    when.leastScore === null || (score !== null && score >= when.leastScore),
    when.mostScore === null || (score !== null && score <= when.mostScore),
    when.failed.length === 0 || when.failed.some((rule) => picture.failed.includes(rule)),
    when.readyFor.length === 0 || (ready !== null && when.readyFor.every((one) => ready.has(one))),
    when.unreadyFor.length === 0 || (ready !== null && !when.unreadyFor.some((one) => ready.has(one))),
    when.importerIds.length === 0 ||
      (picture.importerId !== null && when.importerIds.includes(picture.importerId)),
    when.hasProduct === null || when.hasProduct === picture.hasProduct,
    when.leastSide === null || (shorterSide !== null && shorterSide >= when.leastSide),
    when.mostSide === null || (shorterSide !== null && shorterSide <= when.mostSide),
    when.duplicate === null || when.duplicate === picture.hasTwin,
  ].every(Boolean);
}
