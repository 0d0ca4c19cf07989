import { useEffect } from "react";

import type { Pages } from "../../../client/pages";
import type { JobState } from "../../../generated/schema";

const MILLISECONDS = 3000;

/** Reads a list anew every few seconds while something in it is not over, and the page is seen. */
export function useWhileOpen({
  rows,
  reload,
}: Pick<Pages<{ readonly state: JobState }>, "rows" | "reload">): void {
  const isOpen = rows.some(({ state }) => state === "QUEUED" || state === "RUNNING");
  useEffect(() => {
    if (!isOpen) return;
    const timer = window.setInterval(() => {
      if (document.visibilityState === "visible") reload();
    }, MILLISECONDS);
    return () => window.clearInterval(timer);
  }, [isOpen, reload]);
}
