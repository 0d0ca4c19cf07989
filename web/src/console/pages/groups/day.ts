import type { Formats } from "../../words/formats";

/** A day without a time, such as 2026-11-21: at noon here, so that no time zone moves it. */
export function dayOf(formats: Formats, day: string): string {
  return formats.date(`${day}T12:00:00`);
}
