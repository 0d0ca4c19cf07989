import type { LocationInput } from "../../../generated/schema";
import type { Value } from "../edit/values";

/** What is typed for a position. Decimals have a point, whatever the reader's language. */
export interface Position {
  readonly latitude: string;
  readonly longitude: string;
  readonly altitude: string;
}

export interface At {
  readonly latitude: number;
  readonly longitude: number;
}

/** What may be wrong with one of its numbers. */
export type Wrong = "missing" | "number" | "latitude" | "longitude" | "altitude";
export type Wrongs = Readonly<Partial<Record<keyof Position, Wrong>>>;

const MOST = { latitude: 90, longitude: 180, altitude: 100_000 } as const;
const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)$/;
/** Two numbers as maps give them to be copied: a comma alone may belong to one number. */
const PAIR = /^([-+]?\d+(?:\.\d+)?)(?:\s*[,;]\s+|\s*;\s*|\s+|,(?=[-+]?\d+\.))([-+]?\d+(?:\.\d+)?)$/;

interface Told {
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly altitude: number | null;
}

/** The position of a picture as it is edited: three texts that change together, or nothing. */
export function positionOf(told: Told | null): Value {
  if (told === null || told.latitude === null || told.longitude === null) return null;
  const { latitude, longitude, altitude } = told;
  return [digits(latitude), digits(longitude), altitude === null ? "" : digits(altitude)];
}

/** A hundred-millionth of a degree is a millimetre: nobody measured what comes behind. */
function digits(value: number): string {
  const text = value.toFixed(7).replace(/\.?0+$/, "");
  return text === "-0" ? "0" : text;
}

export function asPosition(value: Value | undefined): Position {
  const [latitude = "", longitude = "", altitude = ""] = Array.isArray(value) ? value : [];
  return { latitude, longitude, altitude };
}

/** As it is kept while it is edited. */
export function positionValue({ latitude, longitude, altitude }: Position): Value {
  const texts = [latitude, longitude, altitude];
  return texts.every((text) => text.trim() === "") ? null : texts;
}

/** Why a position cannot be sent, by its numbers; empty when it can. Nothing at all can. */
export function wrongsOf(position: Position): Wrongs {
  const texts = [position.latitude, position.longitude, position.altitude];
  if (texts.every((text) => text.trim() === "")) return {};
  const wrongs = (["latitude", "longitude", "altitude"] as const)
    .map((part) => [part, wrongOf(part, position[part].trim())] as const)
    .filter(([, wrong]) => wrong !== null);
  return Object.fromEntries(wrongs);
}

function wrongOf(part: keyof Position, text: string): Wrong | null {
  if (text === "") return part === "altitude" ? null : "missing";
  if (!NUMBER.test(text)) return "number";
  return Math.abs(Number(text)) > MOST[part] ? part : null;
}

/** Where on the map it is; null while it is not a position. */
export function placed(position: Position): At | null {
  const { latitude, longitude } = position;
  const isWhole = latitude !== "" && Object.keys(wrongsOf({ ...position, altitude: "" })).length === 0;
  return isWhole ? { latitude: Number(latitude), longitude: Number(longitude) } : null;
}

/** What `updateImages` is told of it. */
export function locationInput(value: Value | undefined): LocationInput | null {
  const { latitude, longitude, altitude } = asPosition(value);
  if (latitude === "") return null;
  return {
    latitude: Number(latitude),
    longitude: Number(longitude),
    altitude: altitude.trim() === "" ? null : Number(altitude),
  };
}

/** Latitude and longitude from one text such as "38.7223, -9.1393"; null where it is another. */
export function pairOf(text: string): readonly [string, string] | null {
  const [, latitude, longitude] = PAIR.exec(text.trim()) ?? [];
  return latitude === undefined || longitude === undefined ? null : [latitude, longitude];
}
