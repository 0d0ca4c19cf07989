import type { ReviewQueueAssignee } from "../../generated/schema";
import type { ReviewRowFragment } from "./review.generated";

export type Row = ReviewRowFragment;

/** Which of the queue's pictures are gone through; an empty text is any. */
export interface Filter {
  readonly product: string;
  readonly importer: string;
}

/** The queue as one reviewer sees it: what waits, what is before them, what is on its way out. */
export interface Queue {
  /** In the order in which they came in. */
  readonly rows: readonly Row[];
  /** Decided here, not answered yet: out of sight, but they come back where that is refused. */
  readonly leaving: ReadonlySet<string>;
  readonly filter: Filter;
  /** The picture that is before the reviewer; null where nothing is. */
  readonly current: string | null;
  /** The end of what was read; null once all was. */
  readonly next: string | null;
}

export type Change =
  | { readonly is: "begin" }
  | { readonly is: "filter"; readonly filter: Filter }
  | { readonly is: "page"; readonly rows: readonly Row[]; readonly next: string | null }
  | { readonly is: "anew"; readonly rows: readonly Row[]; readonly next: string | null }
  | { readonly is: "waiting"; readonly rows: readonly Row[] }
  | { readonly is: "gone"; readonly ids: readonly string[] }
  | { readonly is: "leave"; readonly ids: readonly string[] }
  | { readonly is: "stay"; readonly ids: readonly string[] }
  | { readonly is: "show"; readonly id: string }
  | { readonly is: "step"; readonly by: 1 | -1 };

export const NONE: Filter = { product: "", importer: "" };
export const EMPTY: Queue = {
  rows: [],
  leaving: new Set(),
  filter: NONE,
  current: null,
  next: null,
};

/** The pictures that a reviewer goes through now. */
export function visible({ rows, leaving, filter }: Queue): readonly Row[] {
  return rows.filter((row) => !leaving.has(row.id) && fits(row, filter));
}

function fits(row: Row, { product, importer }: Filter): boolean {
  const ofProduct = product === "" || (row.productCode ?? "").toLowerCase().includes(product.toLowerCase());
  return ofProduct && (importer === "" || row.imported.importerId === importer);
}

/** The queue after a change; whoever's picture left it is before the one that came next. */
export function change(queue: Queue, by: Change): Queue {
  return settled(queue, applied(queue, by));
}

function applied(queue: Queue, by: Change): Queue {
  switch (by.is) {
    case "begin":
      return { ...EMPTY, filter: queue.filter };
    case "filter":
      return { ...queue, filter: by.filter };
    case "page":
      return { ...queue, rows: joined(queue.rows, by.rows), next: by.next };
    case "anew":
      return { ...queue, rows: joined(beyond(queue, by.rows, by.next), by.rows), next: by.next };
    case "waiting":
      return { ...queue, rows: joined(queue.rows, by.rows), leaving: without(queue, by.rows.map(({ id }) => id)) };
    case "gone":
      return {
        ...queue,
        rows: queue.rows.filter(({ id }) => !by.ids.includes(id)),
        leaving: without(queue, by.ids),
      };
    case "leave":
      return { ...queue, leaving: new Set([...queue.leaving, ...by.ids]) };
    case "stay":
      return { ...queue, leaving: without(queue, by.ids) };
    case "show":
      return { ...queue, current: by.id };
    case "step":
      return { ...queue, current: stepped(queue, by.by) };
  }
}

/**
 * Whether something newer than what was told of a picture is known here already: an answer may be
 * faster than the event of what was done before. `now` is the picture as it was read for the event.
 */
export function isLate(
  { rows, leaving }: Queue,
  kind: "WAITING" | "GONE",
  now: Row,
  assignee: ReviewQueueAssignee,
): boolean {
  const known = rows.find(({ id }) => id === now.id);
  if (known === undefined) return kind === "WAITING" && !waits(now);
  if (now.version < known.version) return true;
  if (kind === "WAITING") return !waits(now) || (leaving.has(now.id) && now.version === known.version);
  return waits(now) && (assignee === "ANYONE" || now.assigneeId === known.assigneeId);
}

function waits({ state, review }: Row): boolean {
  return state === "READY" && review.state === "PENDING";
}

function without({ leaving }: Queue, ids: readonly string[]): ReadonlySet<string> {
  return new Set([...leaving].filter((id) => !ids.includes(id)));
}

/** Each once, as it was told last, those that came in first in front. */
function joined(before: readonly Row[], told: readonly Row[]): readonly Row[] {
  const byId = new Map([...before, ...told].map((row) => [row.id, row]));
  return [...byId.values()].sort(
    (one, other) => time(one) - time(other) || one.id.localeCompare(other.id),
  );
}

function time({ createdAt }: Row): number {
  return Date.parse(createdAt);
}

/** Of what is known, that which lies behind a first page that was read anew. */
function beyond({ rows }: Queue, page: readonly Row[], next: string | null): readonly Row[] {
  const last = page.at(-1);
  if (next === null || last === undefined) return [];
  return rows.filter((row) => time(row) > time(last));
}

function stepped(queue: Queue, by: 1 | -1): string | null {
  const rows = visible(queue);
  const at = rows.findIndex(({ id }) => id === queue.current);
  return (rows[at + by] ?? rows[at])?.id ?? null;
}

/** Keeps a picture before the reviewer: the same, else the next one, else the last one. */
function settled(before: Queue, after: Queue): Queue {
  const rows = visible(after);
  if (rows.some(({ id }) => id === after.current)) return after;
  const at = before.rows.findIndex(({ id }) => id === before.current);
  const later = new Set(before.rows.slice(at + 1).map(({ id }) => id));
  const next = at < 0 ? rows[0] : (rows.find(({ id }) => later.has(id)) ?? rows.at(-1));
  return { ...after, current: next?.id ?? null };
}
