import { useEffect, useRef } from "react";

/** Where the one that Tab leads to is gone, Tab leads to whoever has taken its place. */
export function useKeptPlace(
  order: readonly string[],
  focused: string | null,
  move: (id: string) => void,
): void {
  const last = useRef(0);
  useEffect(() => {
    if (focused === null) return;
    const at = order.indexOf(focused);
    const next = order[Math.min(last.current, order.length - 1)];
    if (at >= 0) last.current = at;
    else if (next !== undefined) move(next);
  }, [order, focused, move]);
}
