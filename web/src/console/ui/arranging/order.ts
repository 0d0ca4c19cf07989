import { useEffect, useMemo, useRef, useState } from "react";

import { inTurn } from "./in-turn";

/** Where to, as the API takes it: next to a picture, or to an end of the row. */
export type Place = { readonly before: string } | { readonly after: string } | { readonly end: "START" | "END" };

/** The ids as they lie after some of them moved, next to each other and in the order given. */
export function moved(order: readonly string[], ids: readonly string[], to: Place): readonly string[] {
  const rest = order.filter((id) => !ids.includes(id));
  const at = placeIn(rest, to);
  return at === -1 ? order : [...rest.slice(0, at), ...ids, ...rest.slice(at)];
}

function placeIn(rest: readonly string[], to: Place): number {
  if ("end" in to) return to.end === "START" ? 0 : rest.length;
  if ("before" in to) return rest.indexOf(to.before);
  const at = rest.indexOf(to.after);
  return at === -1 ? -1 : at + 1;
}

/** Where chosen ones go by one step of the keyboard; null where they are there already. */
export function stepped(order: readonly string[], ids: readonly string[], by: number): Place | null {
  const chosen = new Set(ids);
  const rest = order.filter((id) => !chosen.has(id));
  const first = order.findIndex((id) => chosen.has(id));
  const before = Math.max(first, 0);
  const target = rest[Math.min(Math.max(before + by, 0), rest.length - 1)];
  if (by < 0) return before > 0 && target !== undefined ? { before: target } : null;
  const beyond = rest[Math.min(before + by - 1, rest.length - 1)];
  return before < rest.length && beyond !== undefined ? { after: beyond } : null;
}

/** A row that people order. */
export interface Order<Row> {
  /** As they shall lie: a move shows at once. */
  readonly rows: readonly Row[];
  /** Resolves to whether it was kept; a refused one is taken back by itself. */
  readonly move: (ids: readonly string[], to: Place) => Promise<boolean>;
}

/** Shows a move before the server has agreed to it, and takes it back where it does not. */
export function useOrder<Row extends { readonly id: string }>(
  given: readonly Row[],
  send: (ids: readonly string[], to: Place) => Promise<boolean>,
): Order<Row> {
  const [wanted, setWanted] = useState<readonly string[] | null>(null);
  const running = useRef(0);
  // Two on their way at once could arrive the other way round.
  const [turn] = useState(inTurn);
  const told = given.map(({ id }) => id).join(" ");
  useEffect(() => {
    if (running.current === 0) setWanted(null);
  }, [told]);
  const rows = useMemo(() => (wanted === null ? given : inOrder(given, wanted)), [given, wanted]);

  async function move(ids: readonly string[], to: Place): Promise<boolean> {
    const before = rows.map(({ id }) => id);
    setWanted(moved(before, ids, to));
    running.current += 1;
    const isKept = await turn(() => send(ids, to));
    running.current -= 1;
    if (!isKept) setWanted(before);
    return isKept;
  }

  return { rows, move };
}

/** Those that came since stand at the end. */
function inOrder<Row extends { readonly id: string }>(
  rows: readonly Row[],
  order: readonly string[],
): readonly Row[] {
  const places = new Map(order.map((id, at) => [id, at]));
  const end = order.length;
  return [...rows].sort((one, other) => (places.get(one.id) ?? end) - (places.get(other.id) ?? end));
}
