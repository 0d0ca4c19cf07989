import { type Dispatch, useCallback, useEffect, useMemo, useReducer, useRef, useState } from "react";
import { type CombinedError, useClient } from "urql";

import type { ReviewQueueAssignee } from "../../generated/schema";
import { type Change, change, EMPTY, isLate, type Queue, type Row, visible } from "./queue";
import { ReviewQueueChangedDocument, ReviewQueueDocument } from "./review.generated";

const PAGE = 50;
/** So many pictures before the end of what was read, the next page is asked for. */
const AHEAD = 15;

export interface LiveQueue {
  readonly queue: Queue;
  /** The pictures that are gone through, without those on their way out. */
  readonly rows: readonly Row[];
  readonly current: Row | null;
  /** How many wait, as far as is known. */
  readonly waiting: number;
  readonly loading: boolean;
  readonly error: CombinedError | undefined;
  readonly dispatch: Dispatch<Change>;
  readonly more: () => void;
  readonly reload: () => void;
}

/**
 * A queue of reviewers that follows what others do. `onTaken` hears of pictures that left it by
 * somebody else, as they are now; null where one is deleted.
 */
export function useQueue(
  assignee: ReviewQueueAssignee,
  onTaken: (row: Row, now: Row | null) => void,
): LiveQueue {
  const client = useClient();
  const [queue, dispatch] = useReducer(change, EMPTY);
  const [reading, setReading] = useState(true);
  const [error, setError] = useState<CombinedError>();
  const [beyond, setBeyond] = useState(0);
  const latest = useRef({ queue, onTaken, run: 0 });
  latest.current = { ...latest.current, queue, onTaken };

  const read = useCallback(
    async (after: string | null) => {
      latest.current.run += 1;
      const { run } = latest.current;
      setReading(true);
      const variables = { assignee, first: PAGE, after };
      const asked = client.query(ReviewQueueDocument, variables, { requestPolicy: "network-only" });
      const { data, error: failure } = await asked.toPromise();
      if (run !== latest.current.run) return;
      setReading(false);
      setError(failure);
      if (!data) return;
      const { nodes, pageInfo, totalCount } = data.reviewQueue;
      const next = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      const known = after === null ? 0 : latest.current.queue.rows.length;
      setBeyond(next === null ? 0 : Math.max(0, totalCount - known - nodes.length));
      dispatch({ is: after === null ? "anew" : "page", rows: nodes, next });
    },
    [client, assignee],
  );

  useEffect(() => {
    dispatch({ is: "begin" });
    void read(null);
    const told = client.subscription(ReviewQueueChangedDocument, { assignee });
    const { unsubscribe } = told.subscribe(({ data }) => {
      const event = data?.reviewQueueChanged;
      if (event?.kind === "READ_AGAIN") {
        void read(null);
        return;
      }
      if (event?.image && isLate(latest.current.queue, event.kind, event.image, assignee)) return;
      if (event?.kind === "WAITING" && event.image) dispatch({ is: "waiting", rows: [event.image] });
      if (event?.kind === "GONE" && event.imageId !== null) {
        const { rows, leaving } = latest.current.queue;
        const row = rows.find(({ id }) => id === event.imageId);
        if (row && !leaving.has(row.id)) latest.current.onTaken(row, event.image);
        dispatch({ is: "gone", ids: [event.imageId] });
      }
    });
    return () => {
      unsubscribe();
      latest.current.run += 1;
    };
  }, [client, assignee, read]);

  const rows = useMemo(() => visible(queue), [queue]);
  const at = rows.findIndex(({ id }) => id === queue.current);
  const wanted = queue.next !== null && !reading && error === undefined && rows.length - at <= AHEAD;
  const more = useCallback(() => {
    if (latest.current.queue.next !== null) void read(latest.current.queue.next);
  }, [read]);
  useEffect(() => {
    if (wanted) more();
  }, [wanted, more]);
  const filtered = queue.filter.product !== "" || queue.filter.importer !== "";
  return {
    queue,
    rows,
    current: rows[at] ?? null,
    waiting: rows.length + (filtered ? 0 : beyond),
    loading: reading,
    error,
    dispatch,
    more,
    reload: useCallback(() => void read(null), [read]),
  };
}
