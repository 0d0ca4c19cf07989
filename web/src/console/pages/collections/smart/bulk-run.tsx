import { useEffect } from "react";
import { useQuery } from "urql";

import { useRefusalText } from "../../../client/refusals";
import { useSend } from "../../../client/send";
import { Button } from "../../../ui/button";
import { StateChip } from "../../../ui/chip";
import { DialogButtons } from "../../../ui/dialog";
import { nameOf } from "../../../ui/pictures/picture";
import { Loading, Problem } from "../../../ui/problem";
import { Progress } from "../../../ui/progress";
import { uiWords } from "../../../ui/words";
import { useWords } from "../../../words/words";
import styles from "../collections.module.css";
import { words } from "../words";
import {
  BulkEditProgressDocument,
  type BulkEditProgressQuery,
  StopBulkEditDocument,
  TakeBackBulkEditDocument,
} from "./smart.generated";

/** How often its progress is asked for: there is no subscription to it. */
const MILLISECONDS = 1000;

type Run = NonNullable<BulkEditProgressQuery["bulkEdit"]>;

interface Props {
  readonly id: string;
  /** Another edit, which takes this one back. */
  readonly onRun: (id: string) => void;
  readonly onEnded: () => void;
  readonly onClose: () => void;
}

/** An edit of many while it runs and after: how far it is, what was refused; it can be stopped and taken back. */
export function BulkRun({ id, onRun, onEnded, onClose }: Props): React.JSX.Element {
  const say = useWords(words);
  const sayUi = useWords(uiWords);
  const [{ data, error }, read] = useQuery({
    query: BulkEditProgressDocument,
    variables: { id },
    requestPolicy: "cache-and-network",
  });
  const stop = useSend(StopBulkEditDocument, (sent) => sent.cancelBulkEdit);
  const back = useSend(TakeBackBulkEditDocument, (sent) => sent.revertBulkEdit);
  const run = data?.bulkEdit;
  const isOver = run !== undefined && run !== null && !["QUEUED", "RUNNING"].includes(run.state);
  useEffect(() => {
    if (isOver) return undefined;
    const timer = window.setInterval(() => read({ requestPolicy: "network-only" }), MILLISECONDS);
    return () => window.clearInterval(timer);
  }, [isOver, read, id]);
  useEffect(() => {
    if (isOver) onEnded();
    // Once an edit: the page that it is on draws itself anew.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [isOver, id]);

  async function takeBack(): Promise<void> {
    const sent = await back.send({ input: { id } });
    if (sent?.bulkEdit) onRun(sent.bulkEdit.id);
  }

  if (!run) return error ? <Problem error={error} /> : <Loading />;
  return (
    <>
      <div>
        <StateChip state={run.state} />
      </div>
      <Progress label={say("bulk.progress")} share={run.matched === 0 ? (isOver ? 1 : 0) : run.done / run.matched} />
      <p role="status">
        {isOver ? say(run.revertsId === null ? "bulk.ended" : "bulk.takenBack", countsOf(run)) : say("bulk.sofar", { done: run.done, matched: run.matched })}
      </p>
      <Left run={run} />
      <DialogButtons>
        {isOver && run.edited > 0 && (
          <Button isDisabled={back.busy} onPress={() => void takeBack()}>
            {say("bulk.back")}
          </Button>
        )}
        {!isOver && (
          <Button isDisabled={stop.busy} onPress={() => void stop.send({ input: { id } })}>
            {say("bulk.stop")}
          </Button>
        )}
        <Button kind="primary" onPress={onClose}>
          {sayUi("close")}
        </Button>
      </DialogButtons>
    </>
  );
}

function countsOf({ edited, unchanged, skipped, refused }: Run): Readonly<Record<string, number>> {
  return { edited, unchanged, skipped, refused };
}

/** Which pictures were left as they were, and why. */
function Left({ run: { results } }: { readonly run: Run }): React.JSX.Element | null {
  const say = useWords(words);
  const sayRefusal = useRefusalText();
  if (results.nodes.length === 0) return null;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- keyboards must be able to scroll it
    <ul className={styles["results"]} aria-label={say("bulk.left")} tabIndex={0}>
      {results.nodes.map(({ imageId, image, error }) => (
        <li key={imageId}>
          {image ? nameOf(image) : say("bulk.gone")}: {sayRefusal(error)}
        </li>
      ))}
    </ul>
  );
}
