import { type FocusEvent, type RefObject, useEffect, useRef } from "react";

import { whereFocusIsLost } from "../../../ui/focus-back";

interface Held {
  readonly button: Element;
  readonly at: number;
  /** The last of a row takes it out of the list. */
  readonly isLast: boolean;
}

/**
 * Where a row's button goes that has the focus, by itself or with its row, the one that takes its
 * place gets it. What is returned is the list's `onFocus`; its rows have a `data-index`.
 */
export function useRowFocus(list: RefObject<HTMLElement | null>, items: readonly unknown[]): (event: FocusEvent) => void {
  const held = useRef<Held | null>(null);
  useEffect(() => {
    const was = held.current;
    if (was === null || was.button.isConnected) return;
    held.current = null;
    whereFocusIsLost(() => {
      const row = list.current?.querySelector(`[data-index="${Math.min(was.at, items.length - 1)}"]`);
      const buttons = [...(row?.querySelectorAll("button") ?? [])];
      buttons.at(was.isLast ? -1 : 0)?.focus();
    });
  }, [list, items]);
  return ({ target }) => {
    const row = target.closest("[data-index]");
    const buttons = [...(row?.querySelectorAll("button") ?? [])];
    held.current = { button: target, at: Number(row?.getAttribute("data-index") ?? 0), isLast: target === buttons.at(-1) };
  };
}
