/** The list that somebody came from, so that a picture's page leads to the next of it. */
interface Walk {
  /** The address of the list, to go back to. */
  readonly from: string;
  /** The ids of its pictures, as far as they were read, in order. */
  readonly ids: readonly string[];
}

export interface Steps {
  readonly from: string | null;
  readonly before: string | null;
  readonly after: string | null;
  /** From 1; null where the picture is not in the list. */
  readonly place: number | null;
  readonly count: number;
}

const KEY = "ecogram/walk";

/** Remembers a list in this tab, when one of its pictures is opened; at most 1,000 of it. */
export function rememberWalk(walk: Walk): void {
  const ids = walk.ids.slice(0, 1000);
  window.sessionStorage.setItem(KEY, JSON.stringify({ from: walk.from, ids }));
}

/** Where one can go from a picture. */
export function stepsFrom(id: string): Steps {
  const walk = remembered();
  const at = walk?.ids.indexOf(id) ?? -1;
  if (walk === null || at < 0) return { from: null, before: null, after: null, place: null, count: 0 };
  const [before = null, after = null] = [walk.ids[at - 1], walk.ids[at + 1]];
  return { from: walk.from, before, after, place: at + 1, count: walk.ids.length };
}

function remembered(): Walk | null {
  const kept: unknown = JSON.parse(window.sessionStorage.getItem(KEY) ?? "null");
  return isWalk(kept) ? kept : null;
}

function isWalk(kept: unknown): kept is Walk {
  if (typeof kept !== "object" || kept === null) return false;
  return "from" in kept && typeof kept.from === "string" && "ids" in kept && Array.isArray(kept.ids);
}
