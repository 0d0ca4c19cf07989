import type { Language } from "./languages";

/** How long something took, in its two largest units: 1 min 5 s, or 2 min. */
export function duration(
  locale: Language,
  seconds: number,
  unitDisplay: "short" | "narrow",
): string {
  const told = (value: number, unit: "hour" | "minute" | "second", digits = 0): string =>
    new Intl.NumberFormat(locale, {
      style: "unit",
      unit,
      unitDisplay,
      maximumFractionDigits: digits,
    }).format(value);
  if (seconds < 60) return told(seconds, "second", seconds < 10 ? 1 : 0);
  const minutes = Math.floor(seconds / 60);
  const rest = minutes < 60 ? Math.floor(seconds % 60) : minutes % 60;
  const [whole, part] =
    minutes < 60
      ? [told(minutes, "minute"), told(rest, "second")]
      : [told(Math.floor(minutes / 60), "hour"), told(rest, "minute")];
  return rest === 0 ? whole : `${whole} ${part}`;
}
