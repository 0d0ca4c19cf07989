import { useAgain } from "../../../client/again";
import type { Pages } from "../../../client/pages";
import type { JobState } from "../../../generated/schema";

/** Reads a list anew every few seconds while something in it is not over, and the page is seen. */
export function useWhileOpen({
  rows,
  reload,
}: Pick<Pages<{ readonly state: JobState }>, "rows" | "reload">): void {
  useAgain(
    rows.some(({ state }) => state === "QUEUED" || state === "RUNNING"),
    reload,
  );
}
