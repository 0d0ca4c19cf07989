/** What a mutation says of what it refused. */

import type { ProblemsFragment } from "./gql/graphql.js";

/** Refusals as an exception, for those who have nothing better to do with them. */
export class Refused extends Error {
  readonly codes: readonly string[];

  constructor(problems: readonly ProblemsFragment[]) {
    super(problems.map(({ message }) => message).join(" "));
    this.codes = problems.map(({ code }) => code);
  }
}

/** A payload in which nothing was refused; throws Refused. */
export function done<T extends { readonly userErrors: readonly ProblemsFragment[] }>(
  payload: T | null | undefined,
): T {
  if (!payload) throw new Error("There is no answer.");
  if (payload.userErrors.length > 0) throw new Refused(payload.userErrors);
  return payload;
}

/** The value of one file, or of any row of a bulk answer; throws Refused. */
export function taken<T>(value: T | null | undefined, problem?: ProblemsFragment | null): T {
  if (problem) throw new Refused([problem]);
  if (value === null || value === undefined) throw new Error("An answer lacks what it promises.");
  return value;
}
