import { useState } from "react";
import { useClient, useQuery } from "urql";

import type { ReviewReason } from "../../../generated/schema";
import { useMay } from "../../../session/account";
import { Button } from "../../../ui/button";
import { Card } from "../../../ui/card";
import { StateChip } from "../../../ui/chip";
import { Dialog, DialogButtons } from "../../../ui/dialog";
import { Field } from "../../../ui/field";
import { ALL_REASONS } from "../../../ui/reasons";
import { Select } from "../../../ui/select";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { useAct } from "../act";
import type { ImageWholeFragment } from "../image.generated";
import styles from "../whole.module.css";
import { words } from "../words";
import { Approve } from "./approve";
import {
  ImagePeopleDocument,
  ImageRejectDocument,
  ImageResubmitDocument,
  ImageUndoDocument,
  ImageWithdrawDocument,
} from "./review.generated";


/** What was decided, by whom, and what one may decide now. */
export function ReviewCard({ image }: { readonly image: ImageWholeFragment }): React.JSX.Element {
  const say = useWords(words);
  const { dateTime } = useFormats();
  const { review, publication } = image;
  const who = usePerson();
  return (
    <Card>
      <div className={styles["between"]}>
        <h2>{say("review")}</h2>
        <StateChip state={review.state} />
      </div>
      {review.at !== null && (
        <p className={styles["small"]}>
          {review.rule === null
            ? say("review.by", { who: who(review.byUserId), at: dateTime(review.at) })
            : say("review.byRule", { rule: review.rule, at: dateTime(review.at) })}
        </p>
      )}
      {review.reason !== null && (
        <p>
          <strong>{say(`reason.${review.reason}`)}</strong>
          {review.note !== null && ` – ${review.note}`}
        </p>
      )}
      {publication && (
        <p className={styles["small"]}>{say("published", { at: dateTime(publication.at) })}</p>
      )}
      <Decide image={image} />
    </Card>
  );
}

type Asking = "reject" | "withdraw" | null;

function Decide({ image }: { readonly image: ImageWholeFragment }): React.JSX.Element | null {
  const say = useWords(words);
  const client = useClient();
  const act = useAct();
  const may = useMay("REVIEW_IMAGES");
  const me = useMe();
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState<Asking>(null);
  const [undoable, setUndoable] = useState(false);
  const { id, version, review, state } = image;
  const decision = { id, expectedVersion: version };
  if (!may) return null;

  async function whileBusy(work: Promise<unknown>): Promise<void> {
    setBusy(true);
    const done = await work.finally(() => setBusy(false));
    if (done) {
      setUndoable(true);
      setAsking(null);
    }
  }

  const resubmit = (): Promise<unknown> =>
    act(
      client.mutation(ImageResubmitDocument, { decision }).toPromise(),
      (told) => told.resubmitImages.userErrors,
      say("resubmit.done"),
    );
  const undo = (): Promise<unknown> =>
    act(
      client.mutation(ImageUndoDocument, { id }).toPromise(),
      (told) => told.undoDecision.userErrors,
      say("undo.done"),
    );
  const refuse = (reason: ReviewReason, note: string | null): Promise<unknown> =>
    asking === "reject"
      ? act(
          client.mutation(ImageRejectDocument, { decision, reason, note }).toPromise(),
          (told) => told.rejectImages.userErrors,
          say("reject.done"),
        )
      : act(
          client.mutation(ImageWithdrawDocument, { decision, reason, note }).toPromise(),
          (told) => told.withdrawImages.userErrors,
          say("withdraw.done"),
        );
  const mayUndo = undoable && review.byUserId === me;

  return (
    <div className={styles["row"]}>
      {review.state === "PENDING" && state === "READY" && (
        <>
          <Approve image={image} onDone={() => setUndoable(true)} />
          <Button isDisabled={busy} onPress={() => setAsking("reject")}>
            {say("reject")}
          </Button>
        </>
      )}
      {review.state === "APPROVED" && (
        <Button isDisabled={busy} onPress={() => setAsking("withdraw")}>
          {say("withdraw")}
        </Button>
      )}
      {(review.state === "REJECTED" || review.state === "WITHDRAWN") && (
        <Button isDisabled={busy} onPress={() => void whileBusy(resubmit())}>
          {say("resubmit")}
        </Button>
      )}
      {mayUndo && (
        <Button
          kind="quiet"
          isDisabled={busy}
          onPress={() => void whileBusy(undo()).then(() => setUndoable(false))}
        >
          {say("undo")}
        </Button>
      )}
      {asking !== null && (
        <Why
          title={say(asking)}
          busy={busy}
          onClose={() => setAsking(null)}
          onSay={(reason, note) => void whileBusy(refuse(reason, note))}
        />
      )}
    </div>
  );
}

interface WhyProps {
  readonly title: string;
  readonly busy: boolean;
  readonly onClose: () => void;
  readonly onSay: (reason: ReviewReason, note: string | null) => void;
}

function Why({ title, busy, onClose, onSay }: WhyProps): React.JSX.Element {
  const say = useWords(words);
  const [reason, setReason] = useState<ReviewReason>("QUALITY");
  const [note, setNote] = useState("");
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <Select
        label={say("reason")}
        value={reason}
        onChange={setReason}
        options={ALL_REASONS.map((value) => ({ value, label: say(`reason.${value}`) }))}
      />
      <Field label={say("reason.note")} lines={3} value={note} onChange={setNote} />
      <DialogButtons>
        <Button onPress={onClose}>{say("cancel")}</Button>
        <Button
          kind="primary"
          isDisabled={busy}
          onPress={() => onSay(reason, note.trim() === "" ? null : note.trim())}
        >
          {title}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

/** The id by which pictures name the reader. */
function useMe(): string | null {
  const [{ data }] = useQuery({ query: ImagePeopleDocument });
  return data?.viewer?.userId ?? null;
}

/** Who an account is, as far as we may know. */
export function usePerson(): (userId: string | null) => string {
  const say = useWords(words);
  const [{ data }] = useQuery({ query: ImagePeopleDocument });
  const me = data?.viewer?.userId;
  return (userId) => {
    if (userId === null) return say("nobody");
    if (userId === me) return say("you");
    return data?.reviewers.find(({ id }) => id === userId)?.name ?? say("somebody");
  };
}
