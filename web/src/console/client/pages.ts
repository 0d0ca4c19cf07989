import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import {
  type AnyVariables,
  type CombinedError,
  type OperationResult,
  type RequestPolicy,
  type TypedDocumentNode,
  useClient,
} from "urql";

/** A connection of the API, as far as a list needs it. */
export interface Connection<Row> {
  readonly nodes: readonly Row[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Which page: pass it on as the document's `$first` and `$after`. */
export interface Paging {
  readonly first: number;
  readonly after: string | null;
}

/** A list of the API that is read page by page, each page kept up to date by the cache. */
export interface Pages<Row> {
  readonly rows: readonly Row[];
  /** Whether a page is on its way. */
  readonly loading: boolean;
  readonly hasMore: boolean;
  readonly error: CombinedError | undefined;
  /** Reads the next page, unless one is on its way or there is none. */
  readonly more: () => void;
  /** Reads the list anew from its begin, past the cache; after creating, deleting or moving. */
  readonly reload: () => void;
}

interface Asked<Row, Data, Variables extends AnyVariables> {
  readonly query: TypedDocumentNode<Data, Variables>;
  /** The document's variables for one page. */
  readonly variables: (paging: Paging) => Variables;
  /** The connection in the answer; null where its owner is gone. */
  readonly connection: (data: Data) => Connection<Row> | null | undefined;
  /** How many rows a page has, 1 to 100; 50 by default. */
  readonly first?: number;
}

interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next: string | null;
}

interface Read<Row> {
  readonly key: string;
  readonly pages: readonly Page<Row>[];
  readonly loading: boolean;
  readonly error: CombinedError | undefined;
}

/**
 * Reads a keyset list page by page. It begins anew when the variables change; a change of one
 * row, by a mutation or a subscription, shows at once.
 */
export function usePages<Row, Data, Variables extends AnyVariables>(
  asked: Asked<Row, Data, Variables>,
): Pages<Row> {
  const client = useClient();
  const first = asked.first ?? 50;
  const key = JSON.stringify(asked.variables({ first, after: null }));
  const latest = useRef(asked);
  latest.current = asked;
  const [round, setRound] = useState(0);
  const empty = useMemo<Read<Row>>(
    () => ({ key, pages: [], loading: true, error: undefined }),
    [key],
  );
  const [read, setRead] = useState(empty);
  const current = read.key === key ? read : empty;
  const running = useRef<(() => void)[]>([]);
  const busy = useRef(false);
  const shown = useRef(0);
  shown.current = current.pages.length;

  /** Reads a page, and keeps it as the cache has it from then on. */
  const load = useCallback(
    (at: number, after: string | null, requestPolicy: RequestPolicy) => {
      const { query, variables, connection } = latest.current;
      busy.current = true;
      setRead((before) => ({
        ...(before.key === key ? before : { key, pages: [] }),
        loading: true,
        error: undefined,
      }));
      const source = client.query(query, variables({ first, after }), { requestPolicy });
      const { unsubscribe } = source.subscribe(({ data, error, stale }) => {
        const found = data === undefined ? undefined : connection(data);
        busy.current = stale;
        setRead((before) => {
          const pages = before.key === key ? [...before.pages] : [];
          if (found) pages[at] = pageOf(found);
          return { key, pages, loading: stale && pages.length === 0, error };
        });
      });
      running.current.push(unsubscribe);
    },
    [client, first, key],
  );

  /** Reads as many pages as there are, past the cache; those there are stay until all have come. */
  const loadAgain = useCallback(
    async (isWanted: () => boolean): Promise<void> => {
      const { query, variables, connection } = latest.current;
      const count = Math.max(1, shown.current);
      const pages: (Page<Row> & { readonly after: string | null })[] = [];
      let after: string | null = null;
      busy.current = true;
      do {
        const answer: OperationResult<Data, Variables> = await client
          .query(query, variables({ first, after }), { requestPolicy: "network-only" })
          .toPromise();
        const found = answer.data === undefined ? undefined : connection(answer.data);
        if (!isWanted()) return;
        if (!found) {
          busy.current = false;
          setRead((before) => {
            const pages = before.key === key ? before.pages : [];
            return { key, pages, loading: false, error: answer.error };
          });
          return;
        }
        pages.push({ ...pageOf(found), after });
        after = pages.at(-1)?.next ?? null;
      } while (after !== null && pages.length < count);
      setRead({ key, pages, loading: false, error: undefined });
      pages.forEach((page, at) => load(at, page.after, "cache-first"));
    },
    [client, first, key, load],
  );

  useEffect(() => {
    let wanted = true;
    if (round === 0) load(0, null, "cache-and-network");
    else void loadAgain(() => wanted);
    return () => {
      wanted = false;
      running.current.forEach((stop) => stop());
      running.current = [];
      busy.current = false;
    };
  }, [load, loadAgain, round]);

  const next = current.pages.at(-1)?.next ?? null;
  const count = current.pages.length;
  const more = useCallback(() => {
    if (next !== null && !busy.current) load(count, next, "cache-and-network");
  }, [load, next, count]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  const rows = useMemo(() => current.pages.flatMap((page) => page.rows), [current.pages]);
  const { loading, error } = current;
  return { rows, loading, error, hasMore: next !== null, more, reload };
}

function pageOf<Row>({ nodes, pageInfo }: Connection<Row>): Page<Row> {
  return { rows: nodes, next: pageInfo.hasNextPage ? pageInfo.endCursor : null };
}
