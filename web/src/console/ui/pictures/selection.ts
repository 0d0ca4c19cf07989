import { useMemo, useState } from "react";

/** Which things of a list are chosen, and from where a range reaches. */
export interface Chosen {
  readonly ids: ReadonlySet<string>;
  readonly anchor: string | null;
}

export const NOTHING: Chosen = { ids: new Set(), anchor: null };

/** That one alone; the next range begins at it. */
export function only(id: string): Chosen {
  return { ids: new Set([id]), anchor: id };
}

/** In if it was out, out if it was in; the next range begins at it. */
export function toggled({ ids }: Chosen, id: string): Chosen {
  const after = new Set(ids);
  if (!after.delete(id)) after.add(id);
  return { ids: after, anchor: id };
}

/** All from the anchor to `id`, in the list's `order`; those chosen before stay if `adding`. */
export function reached(
  { ids, anchor }: Chosen,
  id: string,
  order: readonly string[],
  adding = false,
): Chosen {
  const from = anchor === null ? -1 : order.indexOf(anchor);
  const to = order.indexOf(id);
  if (from === -1 || to === -1) return only(id);
  const between = order.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { ids: new Set(adding ? [...ids, ...between] : between), anchor };
}

/** Without those; the same where none of them was chosen. */
export function without(chosen: Chosen, gone: Iterable<string>): Chosen {
  const after = new Set(chosen.ids);
  for (const id of gone) after.delete(id);
  if (after.size === chosen.ids.size) return chosen;
  return { ids: after, anchor: chosen.anchor !== null && after.has(chosen.anchor) ? chosen.anchor : null };
}

/** What is chosen of a list, and how that changes. Its functions never change. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  readonly only: (id: string) => void;
  readonly toggle: (id: string) => void;
  readonly reach: (id: string, order: readonly string[], adding?: boolean) => void;
  readonly all: (ids: readonly string[]) => void;
  readonly drop: (ids: Iterable<string>) => void;
  readonly clear: () => void;
}

/** A selection of ids that outlives the rows' coming and going. */
export function useSelection(): Selection {
  const [chosen, setChosen] = useState(NOTHING);
  const changes = useMemo(
    () => ({
      only: (id: string) => setChosen(only(id)),
      toggle: (id: string) => setChosen((before) => toggled(before, id)),
      reach: (id: string, order: readonly string[], adding = false) =>
        setChosen((before) => reached(before, id, order, adding)),
      all: (ids: readonly string[]) => setChosen({ ids: new Set(ids), anchor: ids[0] ?? null }),
      drop: (ids: Iterable<string>) => {
        const gone = [...ids];
        setChosen((before) => without(before, gone));
      },
      clear: () => setChosen(NOTHING),
    }),
    [],
  );
  return useMemo(() => ({ ids: chosen.ids, ...changes }), [chosen, changes]);
}
