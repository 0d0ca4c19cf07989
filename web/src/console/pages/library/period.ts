/** Days from the first to the last, both included, such as 2026-05-01; "" where there is no such end. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

const BETWEEN = "..";

/**
 * As addresses say it: `2026-05-01..2026-05-31`, `2026-05-01..`, `..2026-05-31`, or `2026-05-01`
 * for that day alone; undefined for all else.
 */
export function readPeriod(text: string | undefined): Period | undefined {
  const [from = "", to = from, ...rest] = text?.split(BETWEEN) ?? [];
  const ends = [from, to].filter((day) => day !== "");
  if (rest.length > 0 || ends.length === 0 || !ends.every(isDay)) return undefined;
  // Whoever says the last day first means the days between all the same.
  return from !== "" && to !== "" && to < from ? { from: to, to: from } : { from, to };
}

/** The same for an address; undefined for all days. */
export function writePeriod({ from, to }: Period): string | undefined {
  return from === "" && to === "" ? undefined : `${from}${BETWEEN}${to}`;
}

/** A text that says days, as addresses of ours say them; undefined where it says none. */
export function tidyPeriod(text: string | undefined): string | undefined {
  const period = readPeriod(text);
  return period && writePeriod(period);
}

/** The moments of those days where the reader is. */
export function momentsOf({ from, to }: Period): { readonly gte?: string; readonly lt?: string } {
  return {
    ...(from !== "" && { gte: begin(from).toISOString() }),
    ...(to !== "" && { lt: nextDay(begin(to)).toISOString() }),
  };
}

/** Whether that is a whole day: a field that is being filled in says the year 2 before 2026. */
export function isDay(text: string): boolean {
  return /^(19|2\d)\d\d-\d\d-\d\d$/.test(text) && !Number.isNaN(begin(text).getTime());
}

/** When that day begins where the reader is. */
export function begin(day: string): Date {
  return new Date(`${day}T00:00:00`);
}

/** Not 24 hours on: some days have 23 or 25. */
function nextDay(start: Date): Date {
  return new Date(start.getFullYear(), start.getMonth(), start.getDate() + 1);
}
