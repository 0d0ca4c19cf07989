import type {
  ImageOrder,
  ImagesWhere,
  MissingPart,
  ProcessingState,
  QualityRule,
  ReadinessState,
  ReviewState,
} from "../../generated/schema";
import { momentsOf, readPeriod, tidyPeriod } from "./period";

export const STATES = ["READY", "QUEUED", "PROCESSING", "AWAITING_UPLOAD", "FAILED"] as const satisfies readonly ProcessingState[];
export const REVIEWS = ["PENDING", "APPROVED", "REJECTED", "WITHDRAWN"] as const satisfies readonly ReviewState[];
export const RULES = [
  "SHARPNESS",
  "BRIGHTNESS",
  "CLIPPED_SHADOWS",
  "CLIPPED_HIGHLIGHTS",
  "CONTRAST",
  "NOISE",
  "RESOLUTION",
  "ASPECT_RATIO",
  "BORDER_UNIFORMITY",
  "BACKGROUND_WHITENESS",
  "SUBJECT_FILL",
  "JPEG_QUALITY",
  "COLOR_PROFILE",
  "UPSCALING",
] as const satisfies readonly QualityRule[];
export const READINESS = ["PASS", "WARN", "FAIL"] as const satisfies readonly ReadinessState[];
export const MISSING = ["ALT_TEXT", "TITLE", "DESCRIPTION", "KEYWORDS", "PRODUCT"] as const satisfies readonly MissingPart[];
/** The orders that every list can have. */
export const SORTS = ["newest", "oldest", "changed"] as const;
/** With words to look for, also those first that they mean most. */
export const SEARCH_SORTS = [...SORTS, "best"] as const;

export type Sort = (typeof SEARCH_SORTS)[number];

/** What is shown, as the address says it. */
export interface Filter {
  readonly view?: "trash";
  readonly q?: string;
  readonly sort?: Sort;
  readonly state?: ProcessingState;
  readonly review?: ReviewState;
  readonly product?: string;
  readonly group?: string;
  readonly collection?: string;
  readonly keyword?: string;
  /** What they lack. */
  readonly missing?: MissingPart;
  /** A rule that was missed. */
  readonly quality?: QualityRule;
  /** A channel and its answer, such as google:FAIL. */
  readonly channel?: string;
  /** The account that sent them. */
  readonly importer?: string;
  /** The days on which they came in, such as 2026-05-01..2026-05-31. */
  readonly added?: string;
  /** The days on which they were taken. */
  readonly taken?: string;
}

/** The parts of a filter that narrow the list. */
export const NARROWING = [
  "q",
  "review",
  "state",
  "missing",
  "product",
  "group",
  "collection",
  "keyword",
  "quality",
  "channel",
  "importer",
  "added",
  "taken",
] as const satisfies readonly (keyof Filter)[];

/** What an address asks for; what it should not say is left out. */
export function readFilter(search: Record<string, unknown>): Filter {
  return present({
    view: oneOf(["trash"], search["view"]),
    q: text(search["q"]),
    sort: oneOf(SEARCH_SORTS, search["sort"]),
    state: oneOf(STATES, search["state"]),
    review: oneOf(REVIEWS, search["review"]),
    product: text(search["product"]),
    group: text(search["group"]),
    collection: text(search["collection"]),
    keyword: text(search["keyword"]),
    missing: oneOf(MISSING, search["missing"]),
    quality: oneOf(RULES, search["quality"]),
    channel: channelOf(text(search["channel"])) && text(search["channel"]),
    importer: text(search["importer"]),
    added: tidyPeriod(text(search["added"])),
    taken: tidyPeriod(text(search["taken"])),
  });
}

/** The same with some parts changed; undefined takes a part out. */
export function changed(filter: Filter, change: { [Key in keyof Filter]?: Filter[Key] | undefined }): Filter {
  return present({ ...filter, ...change });
}

/** As the API takes it. */
export function whereOf(filter: Filter): ImagesWhere {
  const channel = channelOf(filter.channel);
  const added = readPeriod(filter.added);
  const taken = readPeriod(filter.taken);
  return {
    ...(filter.q && { search: filter.q }),
    ...(filter.state && { processing: { eq: filter.state } }),
    ...(filter.review && { review: { eq: filter.review } }),
    ...(filter.product && { product: { eq: filter.product } }),
    ...(filter.group && { group: { eq: filter.group } }),
    ...(filter.collection && { collection: { eq: filter.collection } }),
    ...(filter.keyword && { keyword: { eq: filter.keyword } }),
    ...(filter.missing && { missing: [filter.missing] }),
    ...(filter.quality && { quality: { failed: [filter.quality] } }),
    ...(channel && { channelReadiness: { channel: channel.id, state: [channel.state] } }),
    ...(filter.importer && { importer: { eq: filter.importer } }),
    ...(added && { createdAt: momentsOf(added) }),
    ...(taken && { capturedAt: momentsOf(taken) }),
  };
}

/** As the API takes it; without words there is no best match, and the newest are first. */
export function orderOf(sort: Sort, q: string | undefined): ImageOrder {
  if (sort === "best" && q) return { field: "RELEVANCE", direction: "DESC" };
  if (sort === "changed") return { field: "UPDATED_AT", direction: "DESC" };
  return { field: "CREATED_AT", direction: sort === "oldest" ? "ASC" : "DESC" };
}

export function channelOf(value: string | undefined): { id: string; state: ReadinessState } | undefined {
  const at = value?.lastIndexOf(":") ?? -1;
  const state = oneOf(READINESS, value?.slice(at + 1));
  return value === undefined || at < 1 || state === undefined ? undefined : { id: value.slice(0, at), state };
}

function oneOf<One extends string>(all: readonly One[], value: unknown): One | undefined {
  return all.find((one) => one === value);
}

/** The address `?q=42` says a number; people mean its digits. */
function text(value: unknown): string | undefined {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

function present<All extends object>(all: All): { [Key in keyof All]?: Exclude<All[Key], undefined> } {
  const kept: { [Key in keyof All]?: Exclude<All[Key], undefined> } = {};
  for (const key in all) {
    const value = all[key];
    if (isThere(value)) kept[key] = value;
  }
  return kept;
}

function isThere<Value>(value: Value): value is Exclude<Value, undefined> {
  return value !== undefined;
}
