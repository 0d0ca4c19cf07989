import { useLayoutEffect, useRef } from "react";

import { Choice } from "../choice";

/** Single keys can be turned off by those who press them by accident (WCAG 2.1.4). */
export const shortcuts = new Choice("ecogram/shortcuts", ["on", "off"], "on");

/** What a key does; true where the browser must not do its own thing with it. */
type OnKey = (key: string) => boolean;

const TYPING = "input:not([type=radio],[type=checkbox]), textarea, select, [contenteditable=true]";
const ONCE = /^[a-z?]$/i;
const OWN = "[role=dialog], [role=alertdialog], [role=listbox], [role=menu], [role=grid]";

/** Hears single keys of the whole page; none while somebody types or a dialog is open. */
export function useKeys(on: boolean, onKey: OnKey): void {
  const latest = useRef(onKey);
  latest.current = onKey;
  // Before the page is drawn: whoever sees it may press.
  useLayoutEffect(() => {
    if (!on) return undefined;
    // Captured, since a component may keep a key that it has no use for from the document.
    const hear = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      const { target } = event;
      const within = target instanceof Element ? target : null;
      // A key that is held must not decide about the whole queue.
      if (event.repeat && ONCE.test(event.key)) return;
      if (within?.closest(TYPING) || within?.closest(OWN)) return;
      // Arrows move within a picture that is enlarged, and in groups of radio buttons.
      const keeps = within?.closest("[data-keeps-arrows=true], [role=radiogroup], [role=tablist]");
      if (keeps && event.key.startsWith("Arrow")) return;
      if (!latest.current(event.key.length === 1 ? event.key.toLowerCase() : event.key)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("keydown", hear, true);
    return () => window.removeEventListener("keydown", hear, true);
  }, [on]);
}
