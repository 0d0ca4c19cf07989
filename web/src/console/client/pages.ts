import { useEffect, useMemo, useSyncExternalStore } from "react";
import { type AnyVariables, useClient } from "urql";

import { type Asked, PageList, type PageListState } from "./page-list";

/** A list of the API that is read page by page, each page kept up to date by the cache. */
export interface Pages<Row> extends PageListState<Row> {
  /** Reads the next page, unless that is on its way or there is none; during a reload after it. */
  readonly more: () => void;
  /** Reads the list anew from its begin, past the cache; after creating, deleting or moving. */
  readonly reload: () => void;
}

/**
 * Reads a keyset list page by page. It begins anew when the variables change; a change of one
 * row, by a mutation or a subscription, shows at once.
 */
export function usePages<Row, Data, Variables extends AnyVariables>(
  asked: Asked<Row, Data, Variables>,
): Pages<Row> {
  const client = useClient();
  const key = JSON.stringify(asked.variables({ first: asked.first ?? 50, after: null }));
  // oxlint-disable-next-line exhaustive-deps -- what is asked is the same as long as its key is
  const list = useMemo(() => new PageList(client, asked), [client, key]);
  useEffect(() => list.start(), [list]);
  const { more, reload } = list;
  return { ...useSyncExternalStore(list.subscribe, list.state), more, reload };
}
