import type { ReviewReason } from "../generated/schema";

/** Why a person or a rule says no, in the order in which it is offered. */
export const REASONS = [
  "QUALITY",
  "WRONG_PRODUCT",
  "DUPLICATE",
  "RIGHTS",
  "PRIVACY",
  "OUTDATED",
  "OTHER",
] as const satisfies readonly ReviewReason[];

/** All that there are: time itself says no to what was approved for a while. */
export const ALL_REASONS: readonly ReviewReason[] = [...REASONS.slice(0, -1), "EXPIRED", "OTHER"];
