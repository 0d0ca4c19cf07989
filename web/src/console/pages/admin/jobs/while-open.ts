import { useAgain } from "../../../client/again";
import type { Pages } from "../../../client/pages";
import type { JobState } from "../../../generated/schema";

/** Reads a list anew every few seconds while something in it is not over, and the page is seen. */
export function useWhileOpen({
  rows,
  error,
  reload,
}: Pick<Pages<{ readonly state: JobState }>, "rows" | "error" | "reload">): void {
  const isOpen = rows.some(({ state }) => state === "QUEUED" || state === "RUNNING");
  useAgain(isOpen, reload, { after: error ?? rows });
}
