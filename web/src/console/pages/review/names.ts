import { useMemo } from "react";
import { useQuery } from "urql";

import { ReviewImportersDocument, ReviewPeopleDocument } from "./review.generated";

export interface Person {
  readonly id: string;
  readonly name: string;
}

export interface People {
  /** By which pictures name whoever is signed in; null until it is known. */
  readonly me: string | null;
  readonly reviewers: readonly Person[];
  /** Who brought pictures in within the last year. */
  readonly importers: readonly Person[];
  /** What somebody is called; undefined where that is not known. */
  readonly nameOf: (id: string | null) => string | undefined;
}

const NOBODY: readonly Person[] = [];
const YEAR = 364 * 24 * 3600 * 1000;

/** The people whom pictures that wait have to do with. */
export function usePeople(): People {
  const range = useMemo(() => ({ from: day(Date.now() - YEAR), to: day(Date.now()) }), []);
  const [{ data }] = useQuery({ query: ReviewPeopleDocument, requestPolicy: "cache-first" });
  const [{ data: counted }] = useQuery({
    query: ReviewImportersDocument,
    variables: { range },
    requestPolicy: "cache-first",
  });
  return useMemo(() => {
    const reviewers = data?.reviewers ?? NOBODY;
    const importers = (counted?.stats.groups ?? []).flatMap(({ userId, userName }) =>
      userId !== null && userName !== null ? [{ id: userId, name: userName }] : [],
    );
    const names = new Map([...importers, ...reviewers].map(({ id, name }) => [id, name]));
    return {
      me: data?.viewer?.userId ?? null,
      reviewers,
      importers,
      nameOf: (id) => (id === null ? undefined : names.get(id)),
    };
  }, [data, counted]);
}

function day(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
