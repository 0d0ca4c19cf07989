import { useCallback, useRef, useState } from "react";
import { type CombinedError, useClient } from "urql";

import type { RefusalFragment } from "../../client/refusal.generated";
import type { ReviewReason } from "../../generated/schema";
import type { Row } from "./queue";
import { ReviewApproveDocument, ReviewRejectDocument, ReviewUndoDocument } from "./review.generated";
import type { LiveQueue } from "./use-queue";

/** How long a decision can be undone. */
export const UNDO_MILLISECONDS = 60_000;

/** What somebody wants to become of pictures. */
export type Verdict =
  | { readonly is: "approve"; readonly overrideReason?: string }
  | { readonly is: "reject"; readonly reason: ReviewReason; readonly note: string };

/** A decision that can still be undone. */
export interface Decision {
  readonly key: number;
  readonly rows: readonly Row[];
  readonly verdict: Verdict;
  /** By this clock, in milliseconds. */
  readonly at: number;
}

/** A picture of which a decision was refused, and all that stands against it. */
export interface Refused {
  readonly row: Row;
  readonly verdict: Verdict;
  readonly refusals: readonly RefusalFragment[];
}

interface Answer {
  readonly images: readonly Row[];
  readonly userErrors: readonly RefusalFragment[];
}

interface Told {
  readonly onDecided: (rows: readonly Row[], verdict: Verdict) => void;
  readonly onRefused: (refused: Refused) => void;
  readonly onUndone: (rows: readonly Row[]) => void;
  readonly onUndoRefused: (refusal: RefusalFragment) => void;
  readonly onFailed: (error: CombinedError) => void;
}

export interface Decisions {
  readonly decide: (rows: readonly Row[], verdict: Verdict) => Promise<void>;
  readonly undo: () => Promise<void>;
  /** The last decision, while it can be undone. */
  readonly last: Decision | null;
  readonly refused: readonly Refused[];
  readonly dismiss: (id: string) => void;
  /** Forgets decisions that are too old to be undone. */
  readonly expire: () => void;
}

/** Decides at once and takes back what is refused; remembers what can be undone. */
export function useDecisions({ dispatch }: Pick<LiveQueue, "dispatch">, told: Told): Decisions {
  const client = useClient();
  const [stack, setStack] = useState<readonly Decision[]>([]);
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const answers = useRef(new Map<number, Promise<readonly string[]>>());
  const latest = useRef(told);
  latest.current = told;
  const keys = useRef(0);

  const dismiss = useCallback((id: string) => {
    setRefused((before) => before.filter(({ row }) => row.id !== id));
  }, []);

  const send = useCallback(
    async (rows: readonly Row[], verdict: Verdict): Promise<readonly string[]> => {
      const { answer, error } = await ask(client, rows, verdict);
      const done = answer?.images.map(({ id }) => id) ?? [];
      const back = rows.filter(({ id }) => !done.includes(id));
      if (back.length > 0) dispatch({ is: "stay", ids: back.map(({ id }) => id) });
      if (error) latest.current.onFailed(error);
      if (answer) {
        if (answer.images.length > 0) latest.current.onDecided(answer.images, verdict);
        const now = back.map((row) => ({ row, verdict, refusals: of(row, rows, answer.userErrors) }));
        now.forEach((one) => latest.current.onRefused(one));
        setRefused((before) => [
          ...now,
          ...before.filter(({ row }) => !rows.some(({ id }) => id === row.id)),
        ]);
      }
      return done;
    },
    [client, dispatch],
  );

  const decide = useCallback(
    async (rows: readonly Row[], verdict: Verdict) => {
      if (rows.length === 0) return;
      keys.current += 1;
      const decision = { key: keys.current, rows, verdict, at: Date.now() };
      dispatch({ is: "leave", ids: rows.map(({ id }) => id) });
      setStack((before) => [...before, decision]);
      const answered = send(rows, verdict);
      answers.current.set(decision.key, answered);
      const done = await answered;
      if (done.length === 0) setStack((before) => before.filter(({ key }) => key !== decision.key));
    },
    [dispatch, send],
  );

  const last = stack.at(-1) ?? null;
  const undo = useCallback(async () => {
    if (last === null) return;
    setStack((before) => before.filter(({ key }) => key !== last.key));
    const ids = (await answers.current.get(last.key)) ?? [];
    if (ids.length === 0) return;
    const { data, error } = await client
      .mutation(ReviewUndoDocument, { input: { ids } })
      .toPromise();
    if (error) {
      // It may still be undone: what was not answered is not lost.
      setStack((before) => [...before, last]);
      latest.current.onFailed(error);
    }
    if (!data) return;
    const { images, userErrors } = data.undoDecision;
    const [first] = images;
    dispatch({ is: "waiting", rows: images });
    if (first) {
      dispatch({ is: "show", id: first.id });
      latest.current.onUndone(images);
    }
    if (userErrors[0]) latest.current.onUndoRefused(userErrors[0]);
  }, [client, dispatch, last]);

  const expire = useCallback(() => {
    const from = Date.now() - UNDO_MILLISECONDS;
    setStack((before) => before.filter(({ at }) => at > from));
  }, []);
  return { decide, undo, last, refused, dismiss, expire };
}

interface Asked {
  readonly answer: Answer | undefined;
  readonly error: CombinedError | undefined;
}

/** With the versions that were seen: what others have changed since is not decided blindly. */
async function ask(
  client: ReturnType<typeof useClient>,
  rows: readonly Row[],
  verdict: Verdict,
): Promise<Asked> {
  const decisions = rows.map(({ id, version }) => ({ id, expectedVersion: version }));
  if (verdict.is === "approve") {
    const { overrideReason = null } = verdict;
    const input = { decisions, override: overrideReason !== null, overrideReason };
    const { data, error } = await client.mutation(ReviewApproveDocument, { input }).toPromise();
    return { answer: data?.approveImages, error };
  }
  const { reason, note } = verdict;
  const input = { decisions, reason, note: note.trim() === "" ? null : note.trim() };
  const { data, error } = await client.mutation(ReviewRejectDocument, { input }).toPromise();
  return { answer: data?.rejectImages, error };
}

/** Those of one picture; a refusal of the whole call is one of each. */
function of(
  row: Row,
  rows: readonly Row[],
  refusals: readonly RefusalFragment[],
): readonly RefusalFragment[] {
  const place = String(rows.indexOf(row));
  return refusals.filter(({ path }) => path[0] !== "decisions" || path[1] === place);
}
