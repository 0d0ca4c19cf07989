import { useMemo } from "react";
import { useQuery } from "urql";

import { type Person, useImporters } from "../../client/importers";
import { ReviewPeopleDocument } from "./review.generated";

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

/** The people whom pictures that wait have to do with. */
export function usePeople(): People {
  const [{ data }] = useQuery({ query: ReviewPeopleDocument, requestPolicy: "cache-first" });
  const importers = useImporters();
  return useMemo(() => {
    const reviewers = data?.reviewers ?? NOBODY;
    const names = new Map([...importers, ...reviewers].map(({ id, name }) => [id, name]));
    return {
      me: data?.viewer?.userId ?? null,
      reviewers,
      importers,
      nameOf: (id) => (id === null ? undefined : names.get(id)),
    };
  }, [data, importers]);
}
