import { useEffect, useMemo } from "react";
import { useQuery } from "urql";

import { useImporters } from "../../client/importers";
import { type Pages, usePages } from "../../client/pages";
import { ViewerDocument } from "../../session/session.generated";
import type { Option } from "../../ui/select";
import {
  LibraryChannelsDocument,
  LibraryCollectionsDocument,
  type LibraryCollectionsQuery,
  LibraryGroupsDocument,
} from "./library.generated";

/** More than that nobody looks through in a list. */
const MOST = 500;

type Collection = LibraryCollectionsQuery["collections"]["nodes"][number];

interface Named {
  readonly id: string;
  readonly name: string;
}

/** All groups, newest first; at most 500. */
export function useGroups(): readonly Option<string>[] {
  const pages = usePages({
    query: LibraryGroupsDocument,
    variables: (paging) => paging,
    connection: (data) => data.imageGroups,
    first: 100,
  });
  return useAll(pages);
}

/** All collections, newest first; at most 500. */
export function useCollections(): readonly Option<string>[] {
  return useAll(useCollectionPages());
}

/** Those of them that pictures are put into: a filter alone decides what is in the others. */
export function useManualCollections(): readonly Option<string>[] {
  const pages = useCollectionPages();
  const rows = useMemo(() => pages.rows.filter(({ kind }) => kind === "MANUAL"), [pages.rows]);
  return useAll({ ...pages, rows });
}

function useCollectionPages(): Pages<Collection> {
  return usePages({
    query: LibraryCollectionsDocument,
    variables: (paging) => paging,
    connection: (data) => data.collections,
    first: 100,
  });
}

function useAll(pages: Pages<Named>): readonly Option<string>[] {
  const { rows, hasMore, loading, more } = pages;
  useEffect(() => {
    if (hasMore && !loading && rows.length < MOST) more();
  }, [hasMore, loading, more, rows.length]);
  return useMemo(() => rows.map(({ id, name }) => ({ value: id, label: name })), [rows]);
}

/** Who may have sent pictures: those of whom one may know, and oneself. */
export function useSenders(): readonly Option<string>[] {
  const importers = useImporters();
  const [{ data }] = useQuery({ query: ViewerDocument, requestPolicy: "cache-first" });
  const viewer = data?.viewer;
  return useMemo(() => {
    const me = viewer?.userId != null ? [{ id: viewer.userId, name: viewer.name }] : [];
    const others = importers.filter(({ id }) => id !== viewer?.userId);
    return [...me, ...others].map(({ id, name }) => ({ value: id, label: name }));
  }, [importers, viewer]);
}

/** The sales channels. */
export function useChannels(): readonly Named[] {
  const [{ data }] = useQuery({ query: LibraryChannelsDocument });
  return data?.channels ?? [];
}
