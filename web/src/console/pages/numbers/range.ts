import { dayOf, daysBefore } from "../../days";
import type { StatsGrouping } from "../../generated/schema";

export const GROUPINGS: readonly StatsGrouping[] = [
  "DAY",
  "WEEK",
  "MONTH",
  "IMPORTER",
  "REVIEWER",
  "PRODUCT",
];
const DAYS = 30;

/** Which days, both included, and how they are put together; all in the address. */
export interface RangeSearch {
  readonly from?: string;
  readonly to?: string;
  readonly by?: StatsGrouping;
}

export interface Range {
  readonly from: string;
  readonly to: string;
  readonly by: StatsGrouping;
}

export function rangeSearch({ from, to, by }: Record<string, unknown>): RangeSearch {
  const found = GROUPINGS.find((one) => one === by);
  return {
    ...(isDay(from) && { from }),
    ...(isDay(to) && { to }),
    ...(found && { by: found }),
  };
}

/** What an address means: the last 30 days by day, unless it says otherwise. */
export function rangeOf({ from, to, by }: RangeSearch): Range {
  const last = to ?? dayOf(Date.now());
  const first = from ?? daysBefore(last, DAYS - 1);
  return { from: first <= last ? first : last, to: last, by: by ?? "DAY" };
}

function isDay(value: unknown): value is string {
  const isLike = typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value);
  return isLike && !Number.isNaN(Date.parse(value));
}
