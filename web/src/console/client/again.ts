import { useEffect, useRef } from "react";

const MILLISECONDS = 3000;

interface How {
  /** In milliseconds; 3 seconds by default. */
  readonly every?: number;
  /** What it has brought so far: until that is another, it is not done again. */
  readonly after?: unknown;
}

/** Does something again and again while it is wanted and the page is seen. */
export function useAgain(
  isWanted: boolean,
  again: () => void,
  { every = MILLISECONDS, after }: How = {},
): void {
  const latest = useRef({ again, after });
  latest.current = { again, after };
  const waited = useRef<unknown>(undefined);
  useEffect(() => {
    if (!isWanted) return;
    const timer = window.setInterval(() => {
      const now = latest.current;
      const isUnderWay = now.after !== undefined && now.after === waited.current;
      if (document.visibilityState !== "visible" || isUnderWay) return;
      waited.current = now.after;
      now.again();
    }, every);
    return () => window.clearInterval(timer);
  }, [isWanted, every]);
}
