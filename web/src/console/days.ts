const MILLISECONDS = 24 * 3600 * 1000;

/** The day some days before another, such as 2026-11-21. */
export function daysBefore(day: string, count: number): string {
  return dayOf(Date.parse(day) - count * MILLISECONDS);
}

/** The day in UTC, as 2026-11-21. */
export function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
