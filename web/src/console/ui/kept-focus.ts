import { type RefObject, useEffect, useRef } from "react";

const DIALOGS = '[role="dialog"], [role="alertdialog"]';

/** The table itself, where no row has anything to focus. */
function focusable(body: HTMLElement | null): HTMLElement | null {
  const table = body?.closest("table") ?? null;
  table?.setAttribute("tabindex", "-1");
  return table;
}

/**
 * Where a row goes away that has the focus, the one that takes its place gets it: else who uses
 * the keyboard would begin at the top of the page again. `keys` are of the rows, in their order.
 */
export function useKeptFocus(body: RefObject<HTMLElement | null>, keys: readonly string[]): void {
  const last = useRef<number | null>(null);
  const before = useRef(keys);
  useEffect(() => {
    const place = body.current;
    if (!place) return;
    function note({ target }: FocusEvent): void {
      const row = target instanceof Element ? target.closest("tr") : null;
      last.current = row && place ? [...place.children].indexOf(row) : null;
    }
    // A dialog is about the row; a press anywhere else is an end of it.
    function leave({ target }: PointerEvent): void {
      if (!(target instanceof Element) || target.closest(DIALOGS)) return;
      if (!place?.contains(target)) last.current = null;
    }
    place.addEventListener("focusin", note);
    document.addEventListener("pointerdown", leave);
    return () => {
      place.removeEventListener("focusin", note);
      document.removeEventListener("pointerdown", leave);
    };
  }, [body]);
  useEffect(() => {
    const at = last.current;
    const isGone = at !== null && !keys.includes(before.current[at] ?? "");
    before.current = keys;
    if (!isGone || document.activeElement !== document.body) return;
    const row = body.current?.children[Math.min(at, keys.length - 1)];
    const next = row?.querySelector<HTMLElement>("button:not(:disabled), a[href]");
    (next ?? focusable(body.current))?.focus();
  }, [body, keys]);
}
