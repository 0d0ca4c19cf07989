import type { UpdateImagesItemInput } from "../../../generated/schema";
import type { ImageWholeFragment } from "../image.generated";
import { asPosition, locationInput, positionOf, wrongsOf } from "../place/position";
import { captureInput, isWrongTime, takenOf } from "../taken/taken";

/** What one field holds, as it is edited. */
export type Value = string | number | boolean | readonly string[] | null;

/** Fields by key: `title`, `alt:pt-BR`, or `custom:NUMBER:weight`. */
export type Values = Readonly<Record<string, Value>>;

/** Texts and how long each may be. */
export const LIMITS = {
  title: 256,
  headline: 256,
  description: 5000,
  extendedDescription: 5000,
  altText: 512,
  copyrightNotice: 500,
  credit: 256,
  source: 256,
  usageTerms: 5000,
  licenseUrl: 2000,
  sublocation: 256,
  city: 256,
  state: 256,
  country: 256,
  countryCode: 3,
  productCode: 64,
  productName: 256,
} as const;

export type TextName = keyof typeof LIMITS;
const TEXTS: readonly TextName[] = [
  "title",
  "headline",
  "description",
  "extendedDescription",
  "altText",
  "copyrightNotice",
  "credit",
  "source",
  "usageTerms",
  "licenseUrl",
  "sublocation",
  "city",
  "state",
  "country",
  "countryCode",
  "productCode",
  "productName",
];

const LISTS = ["keywords", "creators"] as const;
export type ListName = (typeof LISTS)[number];

const SWITCHES = ["decorative", "copyrighted"] as const;
export type SwitchName = (typeof SWITCHES)[number];

type Custom = ImageWholeFragment["customFields"][number];

export const altKey = (locale: string): string => `alt:${locale}`;
export const customKey = ({ type, key }: Pick<Custom, "type" | "key">): string =>
  `custom:${type}:${key}`;

/** What a picture says now, field by field. */
export function valuesOf(image: ImageWholeFragment): Values {
  const { altTexts = [], ...told } = image.metadata ?? {};
  return {
    ...Object.fromEntries(Object.entries(told).filter(isValue)),
    location: positionOf(image.metadata),
    capturedAt: takenOf(image.metadata),
    productCode: image.productCode,
    productName: image.product?.name ?? null,
    ...Object.fromEntries(altTexts.map(({ locale, text }) => [altKey(locale), text])),
    ...Object.fromEntries(image.customFields.map((one) => [customKey(one), held(one)])),
  };
}

function isValue(entry: [string, unknown]): entry is [string, Value] {
  const [name, value] = entry;
  return name !== "sources" && (value === null || typeof value !== "object" || isList(value));
}

function isList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

function held({ text, number, boolean, date, choice, choices }: Custom): Value {
  return text ?? number ?? boolean ?? date ?? choice ?? choices;
}

/** Whether two values say the same; blank and nothing do. */
export function same(one: Value | undefined, other: Value | undefined): boolean {
  return JSON.stringify(bare(one)) === JSON.stringify(bare(other));
}

function bare(value: Value | undefined): Value {
  if (value === undefined || value === "") return null;
  return isList(value) && value.every((one) => one === "") ? null : value;
}

/** The changed fields that cannot be sent as they are; each says at its own place why. */
export function wrongKeys(changed: Values): readonly string[] {
  const { location, capturedAt } = changed;
  const wrong: string[] = [];
  if (Object.keys(wrongsOf(asPosition(location))).length > 0) wrong.push("location");
  if (isWrongTime(capturedAt)) wrong.push("capturedAt");
  return wrong;
}

export function asText(value: Value | undefined): string | null {
  return typeof value === "string" && value.trim() !== "" ? value : null;
}

export function asList(value: Value | undefined): readonly string[] {
  return isList(value) ? value : [];
}

export function asSwitch(value: Value | undefined): boolean | null {
  return typeof value === "boolean" ? value : null;
}

type Writable = { -readonly [Name in keyof UpdateImagesItemInput]: UpdateImagesItemInput[Name] };

/** What `updateImages` is told: what was changed, over the picture as it was `seen`. */
export function editOf(id: string, version: number, changed: Values, seen: Values): Writable {
  const edit: Writable = { id, expectedVersion: version };
  for (const name of TEXTS) if (name in changed) edit[name] = asText(changed[name]);
  for (const name of LISTS) if (name in changed) edit[name] = asList(changed[name]);
  for (const name of SWITCHES) if (name in changed) edit[name] = asSwitch(changed[name]);
  if ("location" in changed) edit.location = locationInput(changed["location"]);
  if ("capturedAt" in changed) edit.capturedAt = captureInput(changed["capturedAt"]);
  if (Object.keys(changed).some(isAlt)) edit.altTexts = altTexts({ ...seen, ...changed });
  const custom = Object.entries(changed).flatMap(([key, value]) => customInput(key, value));
  if (custom.length > 0) edit.customFields = custom;
  return edit;
}

function isAlt(key: string): boolean {
  return key.startsWith("alt:");
}

/** All languages together, since they replace what is there. */
function altTexts(values: Values): { locale: string; text: string }[] {
  return Object.entries(values)
    .filter(([key]) => isAlt(key))
    .map(([key, value]) => ({ locale: key.slice(4), text: asText(value) ?? "" }))
    .filter(({ text }) => text !== "");
}

function customInput(
  path: string,
  value: Value,
): NonNullable<UpdateImagesItemInput["customFields"]>[number][] {
  const [prefix, type, ...rest] = path.split(":");
  if (prefix !== "custom") return [];
  const key = rest.join(":");
  if (type === "NUMBER") return [{ key, number: typeof value === "number" ? value : null }];
  if (type === "BOOLEAN") return [{ key, boolean: asSwitch(value) }];
  if (type === "CHOICES") return [{ key, choices: asList(value).length ? asList(value) : null }];
  if (type === "DATE") return [{ key, date: asText(value) }];
  if (type === "CHOICE") return [{ key, choice: asText(value) }];
  return [{ key, text: asText(value) }];
}
