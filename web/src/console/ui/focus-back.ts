import { useEffect, useRef } from "react";

/** A dialog that closes gives the focus back by then, where it can. */
const PAUSE = 150;

/** Gives the focus to something soon, unless something has it by then. Returns what calls it off. */
export function whereFocusIsLost(give: () => void): () => void {
  const timer = window.setTimeout(() => {
    if (document.activeElement === document.body) give();
  }, PAUSE);
  return () => window.clearTimeout(timer);
}

/**
 * Once something that may have had the focus is gone, the list that it was about gets it: else who
 * uses the keyboard would begin at the top of the page again.
 */
export function useFocusBack(isThere: boolean): void {
  const wasThere = useRef(isThere);
  useEffect(() => {
    const isGone = wasThere.current && !isThere;
    wasThere.current = isThere;
    if (!isGone) return undefined;
    return whereFocusIsLost(() => listOf()?.focus({ preventScroll: true }));
  }, [isThere]);
}

/** Where Tab leads to in the page's list; the page itself where its list is empty now. */
function listOf(): HTMLElement | null {
  const main = document.querySelector("main");
  const grid = main?.querySelector<HTMLElement>("[role=grid]");
  return grid?.querySelector<HTMLElement>("[role=gridcell][tabindex='0']") ?? grid ?? main;
}
