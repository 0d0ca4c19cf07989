import { useMemo } from "react";
import { useQuery } from "urql";

import { dayOf, daysBefore } from "../days";
import { useIsAtLeast } from "../session/account";
import { ImportersDocument } from "./importers.generated";

export interface Person {
  /** As pictures name them. */
  readonly id: string;
  readonly name: string;
}

/** Nearly, in days. */
const YEAR = 364;

/** Who brought pictures in within the last year, for those who may know: reviewers. */
export function useImporters(): readonly Person[] {
  const mayKnow = useIsAtLeast("REVIEWER");
  const range = useMemo(() => {
    const to = dayOf(Date.now());
    return { from: daysBefore(to, YEAR), to };
  }, []);
  const [{ data }] = useQuery({
    query: ImportersDocument,
    variables: { range },
    requestPolicy: "cache-first",
    pause: !mayKnow,
  });
  return useMemo(
    () =>
      (data?.stats.groups ?? []).flatMap(({ userId, userName }) =>
        userId !== null && userName !== null ? [{ id: userId, name: userName }] : [],
      ),
    [data],
  );
}
