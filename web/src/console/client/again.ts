import { useEffect, useRef } from "react";

const MILLISECONDS = 3000;

/** Does something every few seconds while it is wanted and the page is seen. */
export function useAgain(
  isWanted: boolean,
  again: () => void,
  milliseconds: number = MILLISECONDS,
): void {
  const latest = useRef(again);
  latest.current = again;
  useEffect(() => {
    if (!isWanted) return;
    const timer = window.setInterval(() => {
      if (document.visibilityState === "visible") latest.current();
    }, milliseconds);
    return () => window.clearInterval(timer);
  }, [isWanted, milliseconds]);
}
