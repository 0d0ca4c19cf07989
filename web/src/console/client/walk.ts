import type { Client } from "@urql/core";

import type { ImageOrder, ImagesWhere } from "../generated/schema";
import { WalkOnDocument } from "./walk.generated";

/** The list that somebody came from, so that a picture's page leads to the next of it. */
export interface Walk {
  /** The address of the list, to go back to. */
  readonly from: string;
  /** The ids of its pictures, as far as they were read, in order. */
  readonly ids: readonly string[];
  /** How many of the list come before these; none by default. */
  readonly skipped?: number;
  /** How many the list has, where that is known. Counting stops at 10,000. */
  readonly total?: number | null;
  /** What was not read yet; without it the list ends with these. */
  readonly rest?: Rest | null;
}

/** How a list of pictures goes on behind a place. */
interface Rest {
  readonly where: ImagesWhere;
  readonly orderBy: ImageOrder;
  readonly after: string;
}

export interface Steps {
  readonly from: string | null;
  readonly before: string | null;
  readonly after: string | null;
  /** From 1; null where the picture is not in the list. */
  readonly place: number | null;
  readonly count: number;
  /** Whether there are more than `count`. */
  readonly isMore: boolean;
  /** Whether the list is to be read on by now. */
  readonly isShort: boolean;
}

const KEY = "ecogram/walk";
const NOWHERE: Steps = { from: null, before: null, after: null, place: null, count: 0, isMore: false, isShort: false };
/** So many ids are kept, and read at once; with fewer ahead the list is read on. */
const KEPT = 5000;
const READ = 100;
const AHEAD = 10;
const MOST_COUNTED = 10_000;

const listeners = new Set<() => void>();
let now: Walk | null | undefined;
let isReading = false;

/** Remembers a list in this tab, when one of its pictures is opened: over a reload, too. */
export function rememberWalk(walk: Walk): void {
  now = walk;
  window.sessionStorage.setItem(KEY, JSON.stringify(walk));
  listeners.forEach((listener) => listener());
}

/** The list that was remembered; the same until it changes. */
export function walkNow(): Walk | null {
  if (now === undefined) now = remembered();
  return now;
}

/** Calls back when the list is another one or was read on; returns what ends that. */
export function onWalk(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Where one can go from a picture of a list. */
export function stepsIn(walk: Walk | null, id: string): Steps {
  const at = walk?.ids.indexOf(id) ?? -1;
  if (walk === null || at < 0) return NOWHERE;
  const { from, ids, skipped = 0, total = null, rest = null } = walk;
  const [before = null, after = null] = [ids[at - 1], ids[at + 1]];
  const known = skipped + ids.length;
  return {
    from,
    before,
    after,
    place: skipped + at + 1,
    count: rest === null ? known : Math.max(known, total ?? 0),
    isMore: rest !== null && (total === null || total >= MOST_COUNTED || known > total),
    isShort: rest !== null && at >= ids.length - AHEAD,
  };
}

/** Reads the list on; without an answer it stays as it is, and the next step asks again. */
export async function walkOn(client: Client): Promise<void> {
  const walk = walkNow();
  if (isReading || !walk?.rest) return;
  isReading = true;
  const variables = { ...walk.rest, first: READ };
  const { data } = await client.query(WalkOnDocument, variables, { requestPolicy: "network-only" }).toPromise();
  isReading = false;
  // Another list may have been opened meanwhile.
  if (!data || walkNow() !== walk) return;
  const { nodes, pageInfo } = data.images;
  const end = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  rememberWalk(grown(walk, nodes.map(({ id }) => id), end));
}

/** With what comes next; of very long ones the begin is let go of. */
export function grown(walk: Walk, next: readonly string[], end: string | null): Walk {
  const there = new Set(walk.ids);
  const ids = [...walk.ids, ...next.filter((id) => !there.has(id))];
  const over = Math.max(0, ids.length - KEPT);
  const rest = walk.rest && end !== null ? { ...walk.rest, after: end } : null;
  return { ...walk, ids: ids.slice(over), skipped: (walk.skipped ?? 0) + over, rest };
}

function remembered(): Walk | null {
  const kept: unknown = JSON.parse(window.sessionStorage.getItem(KEY) ?? "null");
  return isWalk(kept) ? kept : null;
}

function isWalk(kept: unknown): kept is Walk {
  if (typeof kept !== "object" || kept === null) return false;
  return "from" in kept && typeof kept.from === "string" && "ids" in kept && Array.isArray(kept.ids);
}
