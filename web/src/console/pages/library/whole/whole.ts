import type { ImagesWhere } from "../../../generated/schema";

/** All that a filter finds. */
export interface Whole {
  readonly where: ImagesWhere;
  /** Null while it is not known. Counting stops at 10,000. */
  readonly count: number | null;
}

const MOST_COUNTED = 10_000;

/** Whether there may be more than were counted. */
export function isOver(count: number): boolean {
  return count >= MOST_COUNTED;
}
