import { useMemo, useRef, useState } from "react";

import { type Selection, useSelection } from "../../../ui/pictures/selection";

/** What is chosen of a list: some of what was read of it, or all that there is, read or not. */
export interface Choosing {
  /** With everything chosen, all that was read; whatever else is chosen then ends that. */
  readonly selection: Selection;
  readonly isWhole: boolean;
  readonly chooseWhole: () => void;
}

/** `order` are the ids that were read. The functions of its selection never change. */
export function useChoosing(order: readonly string[]): Choosing {
  const inner = useSelection();
  const [isWhole, setWhole] = useState(false);
  const latest = useRef({ order, isWhole });
  latest.current = { order, isWhole };
  const { only, toggle, reach, all, drop, clear } = inner;
  const changes = useMemo(() => {
    /** From all that there is to all of it that was read. */
    const settle = (): void => {
      if (latest.current.isWhole) all(latest.current.order);
      setWhole(false);
    };
    return {
      only: (id: string) => (setWhole(false), only(id)),
      toggle: (id: string) => (settle(), toggle(id)),
      reach: (id: string, ids: readonly string[], adding = false) => (settle(), reach(id, ids, adding)),
      all: (ids: readonly string[]) => (setWhole(false), all(ids)),
      drop: (ids: Iterable<string>) => (settle(), drop(ids)),
      clear: () => (setWhole(false), clear()),
    };
  }, [only, toggle, reach, all, drop, clear]);
  const ids = useMemo(() => (isWhole ? new Set(order) : inner.ids), [isWhole, order, inner.ids]);
  const selection = useMemo(() => ({ ids, ...changes }), [ids, changes]);
  return { selection, isWhole, chooseWhole: () => setWhole(true) };
}
