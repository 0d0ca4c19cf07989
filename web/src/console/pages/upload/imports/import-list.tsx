import { Inbox } from "lucide-react";
import { useEffect, useState } from "react";
import { useMutation, useSubscription } from "urql";

import { usePages } from "../../../client/pages";
import { useRefusalText } from "../../../client/refusals";
import type { ImportState } from "../../../generated/schema";
import { Button } from "../../../ui/button";
import { Chip, type Tone } from "../../../ui/chip";
import { useConfirm } from "../../../ui/confirm";
import { Empty } from "../../../ui/empty";
import { Loading, Problem, useProblemText } from "../../../ui/problem";
import { Progress } from "../../../ui/progress";
import { notify } from "../../../ui/toasts";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { words } from "../words";
import styles from "./imports.module.css";
import {
  FollowImportDocument,
  type ImportRowFragment,
  ImportsDocument,
  RetryImportDocument,
  StopImportDocument,
} from "./imports.generated";
import { ItemsDialog } from "./items-dialog";

const TONES: Readonly<Record<ImportState, Tone>> = {
  QUEUED: "neutral",
  RUNNING: "info",
  CANCELLING: "warn",
  FINISHED: "good",
  FAILED: "bad",
  CANCELLED: "neutral",
};
const RUNNING: ReadonlySet<ImportState> = new Set(["QUEUED", "RUNNING", "CANCELLING"]);
const COUNTS = ["taken", "skipped", "refused", "cancelled", "pending"] as const;

interface Props {
  /** Is given what reads the list anew. */
  readonly reloadRef: React.RefObject<(() => void) | null>;
}

/** All imports, those that run as they get on. */
export function ImportList({ reloadRef }: Props): React.JSX.Element {
  const say = useWords(words);
  const { rows, loading, error, hasMore, more, reload } = usePages({
    query: ImportsDocument,
    variables: ({ first, after }) => ({ first, after }),
    connection: (data) => data.imports,
    first: 20,
  });
  const [shown, setShown] = useState<string | null>(null);
  useEffect(() => {
    reloadRef.current = reload;
  }, [reloadRef, reload]);
  return (
    <section aria-labelledby="imports" className={styles["list"]}>
      <header>
        <h2 id="imports">{say("imports.title")}</h2>
        <p className={styles["lead"]}>{say("imports.lead")}</p>
      </header>
      {error && <Problem error={error} onRetry={reload} />}
      {rows.length === 0 && loading && <Loading />}
      {rows.length === 0 && !loading && !error && (
        <Empty icon={<Inbox />} title={say("imports.empty")}>
          {say("imports.empty.text")}
        </Empty>
      )}
      {rows.length > 0 && (
        <ul aria-label={say("imports.list")} className={styles["rows"]}>
          {rows.map((row) => (
            <li key={row.id}>
              <ImportRow row={row} onShow={() => setShown(row.id)} />
            </li>
          ))}
        </ul>
      )}
      {hasMore && (
        <Button onPress={more} isDisabled={loading}>
          {say("imports.more")}
        </Button>
      )}
      <ItemsDialog id={shown} onClose={() => setShown(null)} />
    </section>
  );
}

function ImportRow({
  row,
  onShow,
}: {
  readonly row: ImportRowFragment;
  readonly onShow: () => void;
}): React.JSX.Element {
  const say = useWords(words);
  const refusal = useRefusalText();
  const { dateTime } = useFormats();
  const { id, state, problem, progress, source, createdAt } = row;
  const isRunning = RUNNING.has(state);
  useSubscription({ query: FollowImportDocument, variables: { id }, pause: !isRunning });
  return (
    <article aria-label={`${say(`imports.source.${source}`)}, ${dateTime(createdAt)}`} className={styles["row"]}>
      <div className={styles["what"]}>
        <strong>{say(`imports.source.${source}`)}</strong>
        <span className={styles["lead"]}>{dateTime(createdAt)}</span>
      </div>
      <div className={styles["how"]}>
        <Chip tone={state === "FINISHED" && row.counts.refused > 0 ? "warn" : TONES[state]}>{say(`imports.state.${state}`)}</Chip>
        <Counts row={row} />
        {problem && <span className={styles["why"]}>{refusal(problem)}</span>}
        {isRunning && <Progress hideLabel label={say("imports.progress")} share={progress} />}
      </div>
      <div className={styles["acts"]}>
        <Button small onPress={onShow}>
          {say("imports.details")}
        </Button>
        <Acts row={row} />
      </div>
    </article>
  );
}

function Counts({ row }: { readonly row: ImportRowFragment }): React.JSX.Element {
  const say = useWords(words);
  const { list } = useFormats();
  const said = COUNTS.filter((name) => row.counts[name] > 0).map((name) =>
    say(`imports.${name}`, { count: row.counts[name] }),
  );
  return <span className={styles["counts"]}>{list(said)}</span>;
}

function Acts({ row }: { readonly row: ImportRowFragment }): React.JSX.Element {
  const say = useWords(words);
  const confirm = useConfirm();
  const problemText = useProblemText();
  const refusal = useRefusalText();
  const [, stop] = useMutation(StopImportDocument);
  const [, retry] = useMutation(RetryImportDocument);
  const { id, state, counts } = row;
  const canRetry = state === "FAILED" || (state === "FINISHED" && counts.refused > 0);

  async function end(): Promise<void> {
    const title = say("imports.cancel.title");
    const text = say("imports.cancel.text");
    if (!(await confirm({ title, text, action: say("imports.cancel"), danger: true }))) return;
    const { data, error } = await stop({ input: { id } });
    if (error) notify(problemText(error), "bad");
    for (const one of data?.cancelImport.userErrors ?? []) notify(refusal(one), "bad");
  }

  async function again(): Promise<void> {
    const { data, error } = await retry({ input: { id } });
    if (error) notify(problemText(error), "bad");
    for (const one of data?.retryImport.userErrors ?? []) notify(refusal(one), "bad");
    if (data?.retryImport.import) notify(say("imports.again"));
  }

  return (
    <>
      {(state === "QUEUED" || state === "RUNNING") && (
        <Button small onPress={() => void end()}>
          {say("imports.cancel")}
        </Button>
      )}
      {canRetry && (
        <Button small onPress={() => void again()}>
          {say("imports.retry")}
        </Button>
      )}
    </>
  );
}
