import { useMemo } from "react";

import { duration } from "./durations";
import type { Language } from "./languages";
import { useLanguage } from "./words";

const STEPS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;
const SECOND = 1000;
/** From which size a distance in time is told in which unit, in milliseconds. */
const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["year", 365 * 24 * 3600 * SECOND],
  ["month", 30 * 24 * 3600 * SECOND],
  ["day", 24 * 3600 * SECOND],
  ["hour", 3600 * SECOND],
  ["minute", 60 * SECOND],
  ["second", SECOND],
];

/** Numbers, sizes and times as readers of one language write them. Times are ISO 8601 texts. */
export interface Formats {
  /** 12,345.6 */
  number(value: number): string;
  /** A share of one: 0.5 is 50%. */
  percent(share: number): string;
  /** 1.2 MB; steps of 1,000. */
  bytes(count: number): string;
  /** 21 Nov 2026 */
  date(iso: string): string;
  /** 21 Nov 2026, 14:55 */
  dateTime(iso: string): string;
  /** 5 minutes ago */
  ago(iso: string): string;
  /** How long something took, in seconds: 1 min 5 s, or 2 min. */
  duration(seconds: number): string;
  /** The same where there is little room: 1m 5s. */
  brief(seconds: number): string;
  /** a, b and c */
  list(parts: readonly string[]): string;
}

/** Formats in the language that is spoken. */
export function useFormats(): Formats {
  const spoken = useLanguage();
  return useMemo(() => formatsOf(spoken), [spoken]);
}

/** Formats in a language, without a component. */
export function formatsOf(locale: Language): Formats {
  const numbers = new Intl.NumberFormat(locale);
  const percents = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
  const times = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  const distances = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const lists = new Intl.ListFormat(locale, { type: "conjunction" });
  return {
    number: (value) => numbers.format(value),
    percent: (share) => percents.format(share),
    bytes: (count) => bytes(locale, count),
    date: (iso) => dates.format(new Date(iso)),
    dateTime: (iso) => times.format(new Date(iso)),
    ago: (iso) => ago(distances, Date.parse(iso) - Date.now()),
    duration: (seconds) => duration(locale, seconds, "short"),
    brief: (seconds) => duration(locale, seconds, "narrow"),
    list: (parts) => lists.format(parts),
  };
}

function bytes(locale: Language, count: number): string {
  let step = 0;
  let value = count;
  while (value >= 1000 && step < STEPS.length - 1) {
    value /= 1000;
    step += 1;
  }
  const unit = STEPS[step] ?? "byte";
  const maximumFractionDigits = step === 0 || value >= 100 ? 0 : 1;
  const style = { style: "unit", unit, unitDisplay: step === 0 ? "long" : "short", maximumFractionDigits } as const;
  return new Intl.NumberFormat(locale, style).format(value);
}

function ago(distances: Intl.RelativeTimeFormat, milliseconds: number): string {
  const size = Math.abs(milliseconds);
  const [unit, length] = UNITS.find(([, from]) => size >= from) ?? ["second", SECOND];
  return distances.format(Math.round(milliseconds / length), unit);
}
