import { useEffect } from "react";
import { type CombinedError, useMutation, useQuery } from "urql";

import { useSend } from "../../../client/send";
import { Button } from "../../../ui/button";
import { DialogButtons } from "../../../ui/dialog";
import { RefusedList } from "../../../ui/pictures/bulk-dialog";
import { Loading, Problem } from "../../../ui/problem";
import { Progress } from "../../../ui/progress";
import { useWords } from "../../../words/words";
import styles from "../library.module.css";
import { words } from "../words";
import {
  EditUnderWayDocument,
  type EditUnderWayQuery,
  StopEditDocument,
  TakeEditBackDocument,
} from "./whole.generated";

interface Props {
  readonly id: string;
  readonly canTakeBack: boolean;
  /** The edit that takes this one back is under way. */
  readonly onTakenBack: (id: string) => void;
  readonly onClose: () => void;
}

type Edit = NonNullable<EditUnderWayQuery["bulkEdit"]>;

const PAUSE = 1000;

/** An edit of many under way: how far it is, and what came of it. It goes on without this. */
export function Running({ id, canTakeBack, onTakenBack, onClose }: Props): React.JSX.Element {
  const say = useWords(words);
  const { edit, error } = useEdit(id);
  const [{ fetching }, stop] = useMutation(StopEditDocument);
  const { send, busy } = useSend(TakeEditBackDocument, (data) => data.revertBulkEdit);
  if (!edit) return error ? <Problem error={error} /> : <Loading />;
  const isOver = isEnded(edit);
  const isTakeable = canTakeBack && isOver && edit.edited > 0 && edit.revertsId === null;

  async function takeBack(): Promise<void> {
    const sent = await send({ input: { id, idempotencyKey: `back ${id}` } });
    if (sent?.bulkEdit) onTakenBack(sent.bulkEdit.id);
  }

  return (
    <>
      {isOver ? (
        <Ended edit={edit} />
      ) : (
        <>
          <Progress label={say("whole.running")} share={edit.done / Math.max(1, edit.matched)} />
          <p className={styles["hint"]}>{say("whole.goesOn")}</p>
        </>
      )}
      {error && <Problem error={error} />}
      <DialogButtons>
        {!isOver && (
          <Button isDisabled={fetching} onPress={() => void stop({ input: { id } })}>
            {say("whole.stop")}
          </Button>
        )}
        {isTakeable && (
          <Button isDisabled={busy} onPress={() => void takeBack()}>
            {say("whole.takeBack")}
          </Button>
        )}
        <Button kind="primary" onPress={onClose}>
          {say("close")}
        </Button>
      </DialogButtons>
    </>
  );
}

/** There is no subscription of it: it is asked for again and again. */
function useEdit(id: string): { edit: Edit | null; error: CombinedError | undefined } {
  const [{ data, error }, ask] = useQuery({
    query: EditUnderWayDocument,
    variables: { id },
    requestPolicy: "network-only",
  });
  const edit = data?.bulkEdit ?? null;
  const isOver = edit !== null && isEnded(edit);
  useEffect(() => {
    if (isOver) return undefined;
    const timer = window.setInterval(() => ask({ requestPolicy: "network-only" }), PAUSE);
    return () => window.clearInterval(timer);
  }, [ask, isOver]);
  return { edit, error };
}

function isEnded({ state }: Edit): boolean {
  return state !== "QUEUED" && state !== "RUNNING";
}

function Ended({ edit }: { readonly edit: Edit }): React.JSX.Element {
  const say = useWords(words);
  const { state, edited, unchanged, skipped, refused, results } = edit;
  return (
    <section aria-label={say("whole.result")} className={styles["whole"]}>
      <p role="status" className={styles["wholeCount"]}>
        {say(edit.revertsId === null ? "whole.edited" : "whole.takenBack", { count: edited })}
      </p>
      {state !== "SUCCEEDED" && <p role="alert">{say(`whole.${state as "FAILED"}`)}</p>}
      <ul className={styles["wholeSums"]}>
        {unchanged > 0 && <li>{say("whole.unchanged", { count: unchanged })}</li>}
        {skipped > 0 && <li>{say("whole.skipped", { count: skipped })}</li>}
        {refused > 0 && <li>{say("whole.refused", { count: refused })}</li>}
      </ul>
      <RefusedList
        refused={results.nodes.flatMap(({ image, error }) => (image ? [{ picture: image, refusal: error }] : []))}
      />
      {refused > results.nodes.length && (
        <p className={styles["hint"]}>{say("whole.rest", { count: refused - results.nodes.length })}</p>
      )}
    </section>
  );
}
