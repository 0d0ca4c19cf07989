import { useMemo } from "react";
import { useQuery } from "urql";

import { useIsAtLeast } from "../session/account";
import { ImportersDocument } from "./importers.generated";

export interface Person {
  /** As pictures name them. */
  readonly id: string;
  readonly name: string;
}

const YEAR = 364 * 24 * 3600 * 1000;

/** Who brought pictures in within the last year, for those who may know: reviewers. */
export function useImporters(): readonly Person[] {
  const mayKnow = useIsAtLeast("REVIEWER");
  const range = useMemo(() => ({ from: day(Date.now() - YEAR), to: day(Date.now()) }), []);
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

function day(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
