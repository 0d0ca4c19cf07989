import { useCallback, useRef, useState } from "react";
import { useClient } from "urql";

import { useRefusalText } from "../../client/refusals";
import type { ReviewQueueAssignee } from "../../generated/schema";
import { useAccount } from "../../session/account";
import { nameOf } from "../../ui/pictures/picture";
import { useProblemText } from "../../ui/problem";
import { notify } from "../../ui/toasts";
import { useWords } from "../../words/words";
import { useDecidedToday } from "./decided-today";
import { type Decisions, type Refused, useDecisions, type Verdict } from "./decisions";
import { type People, usePeople } from "./names";
import type { Row } from "./queue";
import { type Draft, NO_DRAFT } from "./reject-form";
import { ReviewAssignDocument, ReviewFactsDocument } from "./review.generated";
import { type LiveQueue, useQueue } from "./use-queue";
import { words } from "./words";

/** A picture that was taken from before the reviewer, and what they had typed about it. */
export interface Taken {
  readonly text: string;
  readonly note: string;
  /** Whether they may still be typing: then keys must not decide about the next picture. */
  readonly interrupted: boolean;
}

export interface Desk {
  readonly live: LiveQueue;
  readonly decisions: Decisions;
  readonly people: People;
  readonly decided: number;
  /** What was done last, for screen readers. */
  readonly said: string;
  readonly taken: Taken | null;
  readonly closeTaken: () => void;
  /** Of the picture that is before the reviewer. */
  readonly draft: Draft;
  readonly setDraft: (draft: Draft) => void;
  /** Whether its reasons are being asked for. */
  readonly rejecting: boolean;
  readonly setRejecting: (rejecting: boolean) => void;
  readonly decide: (rows: readonly Row[], verdict: Verdict) => void;
  readonly assign: (rows: readonly Row[], reviewerId: string | null) => Promise<void>;
}

/** All that a reviewer can do, and what others do meanwhile. */
export function useDesk(assignee: ReviewQueueAssignee): Desk {
  const say = useWords(words);
  const client = useClient();
  const problem = useProblemText();
  const refusalText = useRefusalText();
  const people = usePeople();
  const [decided, addDecided] = useDecidedToday(useAccount().id);
  const [said, setSaid] = useState("");
  const [taken, setTaken] = useState<Taken | null>(null);
  const [drafts, setDrafts] = useState<Readonly<Record<string, Draft>>>({});
  const [rejected, setRejected] = useState<string | null>(null);
  const state = useRef<{ current: string | null; rejected: string | null }>({ current: null, rejected });
  const kept = useRef(drafts);
  kept.current = drafts;

  const live = useQueue(assignee, (row, now) => {
    if (row.id !== state.current.current) return;
    const note = kept.current[row.id]?.note.trim() ?? "";
    const interrupted = state.current.rejected === row.id;
    setTaken({ text: whatHappened(row, now), note, interrupted });
    setRejected(null);
  });
  const current = live.queue.current;
  state.current = { current, rejected };

  function whatHappened(row: Row, now: Row | null): string {
    const name = nameOf(row);
    if (now === null) return say("taken.gone", { name });
    const { state: verdict, reason, byUserId } = now.review;
    const who =
      verdict === "PENDING"
        ? (people.nameOf(now.assigneeId) ?? say(now.assigneeId === null ? "taken.nobody" : "taken.somebody"))
        : (people.nameOf(byUserId) ?? say("taken.somebody"));
    return say(`taken.${verdict}`, { name, who, reason: reason === null ? "" : say(`reason.${reason}`) });
  }

  const readAgain = useCallback(
    async ({ row, refusals }: Refused) => {
      if (!refusals.some(({ code }) => code === "CONFLICT")) return;
      const asked = client.query(ReviewFactsDocument, { id: row.id }, { requestPolicy: "network-only" });
      const { data } = await asked.toPromise();
      const now = data?.image;
      if (now?.state === "READY" && now.review.state === "PENDING") {
        live.dispatch({ is: "waiting", rows: [now] });
      } else live.dispatch({ is: "gone", ids: [row.id] });
    },
    [client, live],
  );

  const decisions = useDecisions(live, {
    onDecided: (rows) => addDecided(rows.length),
    onRefused: (refused) => void readAgain(refused),
    onUndone: (rows) => {
      addDecided(-rows.length);
      const [first] = rows;
      if (first) setSaid(say("undone", { count: rows.length, name: nameOf(first) }));
    },
    onUndoRefused: (refusal) => notify(refusalText(refusal), "bad"),
    onFailed: (error) => notify(problem(error), "bad"),
  });

  function decide(rows: readonly Row[], verdict: Verdict): void {
    const [first] = rows;
    if (!first) return;
    const name = nameOf(first);
    const what =
      rows.length === 1
        ? say(`said.${verdict.is}`, { name })
        : say("said.many", { count: rows.length, verdict: verdict.is });
    const left = live.rows.filter(({ id }) => !rows.some((row) => row.id === id));
    const at = live.rows.findIndex(({ id }) => id === first.id);
    const next = left[Math.min(at, left.length - 1)];
    const then = next
      ? say("said.now", { name: nameOf(next), at: left.indexOf(next) + 1, count: left.length })
      : say("said.nothing");
    setSaid(`${what} ${then}`);
    setRejected(null);
    setTaken(null);
    void decisions.decide(rows, verdict);
  }

  async function assign(rows: readonly Row[], reviewerId: string | null): Promise<void> {
    const input = { ids: rows.map(({ id }) => id), reviewerId };
    const stays = belongs(reviewerId);
    if (!stays) live.dispatch({ is: "leave", ids: input.ids });
    const { data, error } = await client.mutation(ReviewAssignDocument, { input }).toPromise();
    if (error) notify(problem(error), "bad");
    const given = data?.assignImages.images.map(({ id }) => id) ?? [];
    live.dispatch({ is: "stay", ids: input.ids.filter((id) => !given.includes(id)) });
    if (!data) return;
    const { images, userErrors } = data.assignImages;
    if (userErrors[0]) notify(refusalText(userErrors[0]), "bad");
    const who = reviewerId === null ? say("taken.nobody") : (people.nameOf(reviewerId) ?? "");
    if (images.length > 0) notify(say("assign.done", { count: images.length, who }));
    if (stays) live.dispatch({ is: "waiting", rows: images });
    else live.dispatch({ is: "gone", ids: given });
  }

  function belongs(to: string | null): boolean {
    return assignee === "ANYONE" || (assignee === "ME" ? to === people.me : to === null);
  }

  return {
    live,
    decisions,
    people,
    decided,
    said,
    taken,
    closeTaken: useCallback(() => setTaken(null), []),
    draft: (current !== null && drafts[current]) || NO_DRAFT,
    setDraft: (draft) => {
      if (current !== null) setDrafts((before) => ({ ...before, [current]: draft }));
    },
    rejecting: current !== null && rejected === current,
    setRejecting: (rejecting) => setRejected(rejecting ? current : null),
    decide,
    assign,
  };
}
