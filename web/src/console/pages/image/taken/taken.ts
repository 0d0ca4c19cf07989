import type { CaptureTimeInput } from "../../../generated/schema";
import type { Value } from "../edit/values";

/** The camera's own clock as ISO 8601, as precise as it is known, and its offset from UTC. */
export interface Taken {
  readonly local: string;
  /** Such as "+02:00"; blank where nobody knows. */
  readonly offset: string;
}

/** How precisely a time is known. */
export const PRECISIONS = ["time", "day", "month", "year"] as const;
export type Precision = (typeof PRECISIONS)[number];

const SHAPES: Readonly<Record<Precision, RegExp>> = {
  time: /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?$/,
  day: /^\d{4}-\d\d-\d\d$/,
  month: /^\d{4}-\d\d$/,
  year: /^\d{4}$/,
};
const SIZES: Readonly<Record<Precision, number>> = { time: 16, day: 10, month: 7, year: 4 };
/** Where a clock begins that was not as precise before. */
const BEGINNING = "0000-01-01T00:00";
/** Photography begins with the first; the service takes none outside of them. */
const YEARS = { first: 1826, last: 2200 } as const;

/** Where clocks are set somewhere. */
const OFFSETS =
  "-12:00 -11:00 -10:00 -09:30 -09:00 -08:00 -07:00 -06:00 -05:00 -04:00 -03:30 -03:00 -02:30 -02:00 -01:00 +00:00 +01:00 +02:00 +03:00 +03:30 +04:00 +04:30 +05:00 +05:30 +05:45 +06:00 +06:30 +07:00 +08:00 +08:45 +09:00 +09:30 +10:00 +10:30 +11:00 +12:00 +12:45 +13:00 +13:45 +14:00".split(
    " ",
  );

/** All offsets that are in use, with the one that a picture has. */
export function offsetsWith(offset: string): readonly string[] {
  return offset === "" || OFFSETS.includes(offset) ? OFFSETS : [offset, ...OFFSETS];
}

interface Told {
  readonly capturedAtLocal: string | null;
  readonly capturedAtOffset: string | null;
}

/** The time of capture as it is edited: clock and offset change together. */
export function takenOf(told: Told | null): Value {
  if (told === null || told.capturedAtLocal === null) return null;
  return [asInput(told.capturedAtLocal), told.capturedAtOffset ?? ""];
}

/** As the browser's own fields write it: thousandths at most, and no seconds that are none. */
function asInput(local: string): string {
  return local.replace(/(\.\d{3})\d+$/, "$1").replace(/(T\d\d:\d\d):00$/, "$1");
}

export function asTaken(value: Value | undefined): Taken {
  const [local = "", offset = ""] = Array.isArray(value) ? value : [];
  return { local, offset };
}

export function takenValue({ local, offset }: Taken): Value {
  return [local, SHAPES.time.test(local) || local === "" ? offset : ""];
}

export function precisionOf(local: string): Precision | null {
  return PRECISIONS.find((one) => SHAPES[one].test(local)) ?? null;
}

/** The same time, known better or worse; blank stays blank. */
export function precisely(local: string, precision: Precision): string {
  if (precisionOf(local) === null) return "";
  const size = SIZES[precision];
  return precision === "time" && local.length >= size
    ? local
    : (local + BEGINNING.slice(local.length)).slice(0, size);
}

/** Whether a changed time cannot be sent; a cleared one can. */
export function isWrongTime(value: Value | undefined): boolean {
  if (value === undefined || value === null) return false;
  const { local } = asTaken(value);
  const year = Number(local.slice(0, 4));
  return precisionOf(local) === null || year < YEARS.first || year > YEARS.last;
}

/** What `updateImages` is told of it. */
export function captureInput(value: Value | undefined): CaptureTimeInput | null {
  const { local, offset } = asTaken(value);
  return local === "" ? null : { local, offset: offset === "" ? null : offset };
}

/** The time on the camera's own clock, wherever the reader is, as precise as it is known. */
export function clock(language: string, time: string): string {
  const precision = precisionOf(asInput(time.replace(/Z$/, "")));
  const whole = precision === null ? time : precisely(time.replace(/Z$/, ""), "time");
  const at = new Date(`${whole}Z`);
  if (precision === null || Number.isNaN(at.getTime())) return time;
  return new Intl.DateTimeFormat(language, { ...STYLES[precision], timeZone: "UTC" }).format(at);
}

const STYLES: Readonly<Record<Precision, Intl.DateTimeFormatOptions>> = {
  time: { dateStyle: "medium", timeStyle: "medium" },
  day: { dateStyle: "medium" },
  month: { year: "numeric", month: "long" },
  year: { year: "numeric" },
};
