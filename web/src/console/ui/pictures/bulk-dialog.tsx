import { ArrowRight } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";

import { useRefusalText } from "../../client/refusals";
import { useWords } from "../../words/words";
import { Button } from "../button";
import { Dialog, DialogButtons } from "../dialog";
import { Loading, Problem, useProblemText } from "../problem";
import { Progress } from "../progress";
import { Thumbnail } from "../thumbnail";
import { type BulkOutcome, type Refused, type RunBatch, runBulk, useBulkPictures } from "./bulk";
import type { BulkPictureFragment } from "./bulk.generated";
import styles from "./bulk-dialog.module.css";
import { nameOf, thumbOf } from "./picture";
import { pictureWords } from "./words";

/** What a change would do to one picture: lines of before and after; none where nothing. */
export interface Effect {
  readonly changes: readonly Change[];
  /** Why it will be left as it is. */
  readonly skipped?: string | undefined;
}

export interface Change {
  readonly what?: string;
  readonly before: ReactNode;
  readonly after: ReactNode;
}

interface Props {
  readonly title: string;
  readonly ids: readonly string[];
  readonly onClose: () => void;
  /** What is asked before, such as a reason. */
  readonly form?: ReactNode;
  /** What would become of each; the list of it is the preview. */
  readonly effect: (picture: BulkPictureFragment) => Effect;
  /** Does it, for those that are not skipped. */
  readonly run: RunBatch;
  /** What the button says, as "Approve 3". */
  readonly action: (count: number) => string;
  readonly danger?: boolean;
  /** Whether what is asked before is filled in. */
  readonly isReady?: boolean;
  /** How many pictures a request takes; 100 by default. */
  readonly batch?: number;
  /** After all went well it closes; refused ones are told first. */
  readonly onDone: (outcome: BulkOutcome) => void;
}

const SHOWN = 50;

/**
 * A change of many pictures: first what would become of each, then a bar, then those that were
 * refused, by name.
 */
export function BulkDialog(props: Props): React.JSX.Element {
  const { title, ids, onClose, form, effect, run, action, danger = false, isReady = true } = props;
  const say = useWords(pictureWords);
  const problemText = useProblemText();
  const { pictures, error } = useBulkPictures(ids);
  const [done, setDone] = useState<number | null>(null);
  const [outcome, setOutcome] = useState<BulkOutcome | null>(null);
  const planned = useMemo(
    () => (pictures ?? []).map((picture) => ({ picture, effect: effect(picture) })),
    [pictures, effect],
  );
  const ready = planned.filter((one) => one.effect.skipped === undefined);

  async function begin(): Promise<void> {
    setDone(0);
    const came = await runBulk(ready.map(({ picture }) => picture), run, setDone, props.batch);
    props.onDone(came);
    if (came.error || came.refused.length > 0 || came.rest.length > 0) setOutcome(came);
    else onClose();
  }

  return (
    <Dialog title={title} isOpen onClose={() => (done === null || outcome) && onClose()}>
      {outcome ? (
        <>
          {outcome.error && <p role="alert">{problemText(outcome.error)}</p>}
          <Refusals outcome={outcome} />
          <DialogButtons>
            <Button kind="primary" onPress={onClose}>
              {say("bulk.close")}
            </Button>
          </DialogButtons>
        </>
      ) : (
        <>
          {form}
          {error && <Problem error={error} />}
          {pictures === null && !error && <Loading />}
          {pictures !== null && (isReady ? <Preview planned={planned} /> : <NotYet count={pictures.length} />)}
          {done !== null && <Progress label={say("bulk.running")} share={done / Math.max(1, ready.length)} />}
          <DialogButtons>
            <Button onPress={onClose} isDisabled={done !== null}>
              {say("bulk.cancel")}
            </Button>
            <Button
              kind={danger ? "danger" : "primary"}
              isDisabled={done !== null || !isReady || ready.length === 0}
              onPress={() => void begin()}
            >
              {action(ready.length)}
            </Button>
          </DialogButtons>
        </>
      )}
    </Dialog>
  );
}

/** While nothing is filled in, nothing would become of them: that is no fault of theirs. */
export function NotYet({ count }: { readonly count: number }): React.JSX.Element {
  const say = useWords(pictureWords);
  return <p className={styles["sum"]}>{say("bulk.notYet", { count })}</p>;
}

interface Planned {
  readonly picture: BulkPictureFragment;
  readonly effect: Effect;
}

function Preview({ planned }: { readonly planned: readonly Planned[] }): React.JSX.Element {
  const say = useWords(pictureWords);
  const skipped = planned.filter(({ effect }) => effect.skipped !== undefined).length;
  // What will not be done is worth a look: it comes first.
  const sorted = [...planned].sort((one, other) => rank(one) - rank(other));
  const count = planned.length - skipped;
  return (
    <section aria-label={say("bulk.preview")} className={styles["preview"]}>
      <p className={styles["sum"]}>
        {say("bulk.willChange", { count })} {skipped > 0 && say("bulk.willStay", { count: skipped })}
      </p>
      <PreviewList planned={sorted.slice(0, SHOWN)} />
      {planned.length > SHOWN && (
        <p className={styles["sum"]}>{say("bulk.andMore", { count: planned.length - SHOWN })}</p>
      )}
    </section>
  );
}

/** What would become of each. */
export function PreviewList({ planned }: { readonly planned: readonly Planned[] }): React.JSX.Element {
  const say = useWords(pictureWords);
  return (
    <>
      {/* Keyboards must be able to scroll it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <ul className={styles["list"]} tabIndex={0} aria-label={say("bulk.preview")}>
        {planned.map(({ picture, effect }) => (
          <li key={picture.id} className={styles["row"]}>
            <Small picture={picture} />
            <div className={styles["text"]}>
              <Name picture={picture} />
              {effect.skipped === undefined ? (
                effect.changes.map((change, at) => <Line key={change.what ?? at} {...change} />)
              ) : (
                <span className={styles["skipped"]}>{effect.skipped}</span>
              )}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

function rank({ effect }: Planned): number {
  return effect.skipped === undefined ? 1 : 0;
}

function Line({ what, before, after }: Change): React.JSX.Element {
  const say = useWords(pictureWords);
  return (
    <span className={styles["change"]}>
      {what !== undefined && <span className={styles["what"]}>{what}</span>}
      <span className={styles["before"]}>{before === "" ? say("bulk.nothing") : before}</span>
      <ArrowRight size={14} role="img" aria-label={say("bulk.becomes")} />
      <span className={styles["after"]}>{after === "" ? say("bulk.nothing") : after}</span>
    </span>
  );
}

function Refusals({ outcome }: { readonly outcome: BulkOutcome }): React.JSX.Element {
  const say = useWords(pictureWords);
  const text = useRefusalText();
  return (
    <section aria-label={say("bulk.refused")} className={styles["preview"]} role="alert">
      <p className={styles["sum"]}>
        {say("bulk.wereDone", { count: outcome.done.length })}{" "}
        {say("bulk.wereRefused", { count: new Set(outcome.refused.map(({ picture }) => picture.id)).size })}
      </p>
      {outcome.rest.map((refusal) => (
        <p key={refusal.code} className={styles["skipped"]}>
          {text(refusal)}
        </p>
      ))}
      <RefusedList refused={outcome.refused} />
    </section>
  );
}

/** Pictures that were refused, and why; nothing where there are none. */
export function RefusedList({ refused }: { readonly refused: readonly Refused[] }): React.JSX.Element | null {
  const say = useWords(pictureWords);
  const text = useRefusalText();
  if (refused.length === 0) return null;
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <ul className={styles["list"]} tabIndex={0} aria-label={say("bulk.refused")}>
        {refused.map(({ picture, refusal }) => (
          <li key={`${picture.id} ${refusal.code} ${refusal.path.join(".")}`} className={styles["row"]}>
            <Small picture={picture} />
            <div className={styles["text"]}>
              <Name picture={picture} />
              <span className={styles["skipped"]}>{text(refusal)}</span>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Several may have one title: the file tells which it is. */
function Name({ picture }: { readonly picture: BulkPictureFragment }): React.JSX.Element {
  const name = nameOf(picture);
  return (
    <span>
      <span className={styles["name"]}>{name}</span>
      {name !== picture.fileName && <span className={styles["file"]}> {picture.fileName}</span>}
    </span>
  );
}

function Small({ picture }: { readonly picture: BulkPictureFragment }): React.JSX.Element {
  return (
    <span className={styles["small"]}>
      <Thumbnail src={thumbOf(picture)} alt="" thumbHash={picture.thumbHash} cover />
    </span>
  );
}
