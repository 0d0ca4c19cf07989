import type {
  ImageOrder,
  ImagesWhere,
  MissingPart,
  ProcessingState,
  QualityRule,
  ReadinessState,
  ReviewState,
} from "../../../generated/schema";
import type { SmartFilterQuery } from "./smart.generated";

export const REVIEWS = ["PENDING", "APPROVED", "REJECTED", "WITHDRAWN"] as const satisfies readonly ReviewState[];
export const STATES = ["READY", "FAILED"] as const satisfies readonly ProcessingState[];
export const MISSING = ["ALT_TEXT", "TITLE", "DESCRIPTION", "KEYWORDS", "PRODUCT"] as const satisfies readonly MissingPart[];
export const READINESS = ["PASS", "WARN", "FAIL"] as const satisfies readonly ReadinessState[];
export const ORDERS = ["newest", "oldest", "changed"] as const;

export type OrderName = (typeof ORDERS)[number];
type Saved = NonNullable<SmartFilterQuery["collection"]>["where"];

/** The main fields of a filter, as a form has them; empty is no condition. */
export interface Draft {
  readonly search: string;
  readonly reviewState: ReviewState | "";
  readonly state: ProcessingState | "";
  readonly productCode: string;
  readonly groupId: string;
  readonly channel: string;
  readonly answers: readonly ReadinessState[];
  readonly minScore: string;
  readonly maxScore: string;
  readonly failed: readonly QualityRule[];
  readonly missing: readonly MissingPart[];
  readonly days: string;
  /** Further conditions, which the form keeps as they are. */
  readonly rest: ImagesWhere;
}

export const NO_DRAFT: Draft = {
  search: "",
  reviewState: "",
  state: "",
  productCode: "",
  groupId: "",
  channel: "",
  answers: [],
  minScore: "",
  maxScore: "",
  failed: [],
  missing: [],
  days: "",
  rest: {},
};

/** A saved filter as input: without what is not there. */
export function whereOf(saved: Saved): ImagesWhere {
  const text = JSON.stringify(saved ?? {}, (key, value: unknown) =>
    key === "__typename" || value === null ? undefined : value,
  );
  const where: ImagesWhere = JSON.parse(text);
  return where;
}

/** Whether it lies deeper than was read, and cannot be sent back whole. */
export function isTooDeep(saved: Saved): boolean {
  const inner = [...(saved?.and ?? []), ...(saved?.or ?? []), ...(saved?.not ? [saved.not] : [])];
  return inner.some(({ and, or, not }) => and !== null || or !== null || not !== null);
}

/** The form for a saved filter. */
export function draftOf(saved: Saved): Draft {
  const {
    search,
    reviewState,
    state,
    productCode,
    groupId,
    channelReadiness,
    quality,
    missing,
    expiringWithinDays,
    ...rest
  } = whereOf(saved);
  const { minScore, maxScore, failed, ...judged } = quality ?? {};
  return {
    search: search ?? "",
    reviewState: reviewState ?? "",
    state: state ?? "",
    productCode: productCode ?? "",
    groupId: String(groupId ?? ""),
    channel: channelReadiness?.channel ?? "",
    answers: channelReadiness?.state ?? [],
    minScore: String(minScore ?? ""),
    maxScore: String(maxScore ?? ""),
    failed: failed ?? [],
    missing: missing ?? [],
    days: String(expiringWithinDays ?? ""),
    rest: { ...rest, ...(Object.keys(judged).length > 0 && { quality: judged }) },
  };
}

/** The filter that a form stands for. */
export function filterOf(draft: Draft): ImagesWhere {
  const { search, reviewState, state, productCode, groupId, channel, answers, missing, days } = draft;
  const minScore = numberOf(draft.minScore);
  const maxScore = numberOf(draft.maxScore);
  const expiringWithinDays = numberOf(days);
  const quality = {
    ...draft.rest.quality,
    ...(minScore !== null && { minScore }),
    ...(maxScore !== null && { maxScore }),
    ...(draft.failed.length > 0 && { failed: draft.failed }),
  };
  return {
    ...draft.rest,
    ...(search.trim() !== "" && { search: search.trim() }),
    ...(reviewState !== "" && { reviewState }),
    ...(state !== "" && { state }),
    ...(productCode.trim() !== "" && { productCode: productCode.trim() }),
    ...(groupId !== "" && { groupId }),
    ...(channel !== "" && { channelReadiness: { channel, state: answers.length > 0 ? answers : ["PASS"] } }),
    ...(missing.length > 0 && { missing }),
    ...(expiringWithinDays !== null && { expiringWithinDays }),
    ...(Object.keys(quality).length > 0 && { quality }),
  };
}

function numberOf(text: string): number | null {
  const number = Number(text);
  return text.trim() === "" || !Number.isInteger(number) ? null : number;
}

const ORDERINGS: Readonly<Record<OrderName, ImageOrder>> = {
  newest: { field: "CREATED_AT", direction: "DESC" },
  oldest: { field: "CREATED_AT", direction: "ASC" },
  changed: { field: "UPDATED_AT", direction: "DESC" },
};

export function orderOf(name: OrderName): ImageOrder {
  return ORDERINGS[name];
}

/** Its name; null for an order that has none here. */
export function orderName(order: { readonly field: string; readonly direction: string } | null): OrderName | null {
  if (order === null) return "newest";
  const found = ORDERS.find(
    (name) => ORDERINGS[name].field === order.field && ORDERINGS[name].direction === order.direction,
  );
  return found ?? null;
}
