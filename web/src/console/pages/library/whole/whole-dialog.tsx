import { type ReactNode, useRef, useState } from "react";
import { useMutation } from "urql";

import type { RefusalFragment } from "../../../client/refusal.generated";
import type { ImagesEditInput } from "../../../generated/schema";
import { Button } from "../../../ui/button";
import { Dialog, DialogButtons } from "../../../ui/dialog";
import { type Effect, PreviewList } from "../../../ui/pictures/bulk-dialog";
import type { BulkPictureFragment } from "../../../ui/pictures/bulk.generated";
import { Loading, Problem } from "../../../ui/problem";
import { Refusals } from "../../../ui/refusals";
import { useWords } from "../../../words/words";
import styles from "../library.module.css";
import { words } from "../words";
import { useForeseen } from "./foreseen";
import { Running } from "./running";
import { isOver, type Whole } from "./whole";
import { BeginEditDocument } from "./whole.generated";

/** What is asked for, or why it cannot be. */
export interface Wanted {
  readonly edit?: ImagesEditInput;
  readonly refusals?: readonly RefusalFragment[];
}

interface Props {
  readonly whole: Whole;
  readonly title: string;
  readonly form: ReactNode;
  readonly isReady: boolean;
  /** As of a BulkDialog; what a few of them would become is shown. */
  readonly effect: (picture: BulkPictureFragment) => Effect;
  readonly action: (count: number) => string;
  /** What would be changed of each; null where that does not exist yet. */
  readonly edit: ImagesEditInput | null;
  /** Makes what does not exist yet, and tells what to change of each. */
  readonly prepare: () => Promise<Wanted>;
  /** Whether it can be taken back. */
  readonly canTakeBack: boolean;
  readonly onClose: () => void;
}

/** Counts as every edit does; only for dry runs. */
const ANY: ImagesEditInput = { groupId: null };

/** A change of all that a filter finds: how many, what becomes of some of them, and the job. */
export function WholeDialog(props: Props): React.JSX.Element {
  const { whole, title, form, isReady, effect, action, edit, prepare, canTakeBack, onClose } = props;
  const say = useWords(words);
  const [round, setRound] = useState(0);
  const foreseen = useForeseen(whole.where, (isReady ? edit : null) ?? ANY, round);
  const [isBusy, setBusy] = useState(false);
  const [refusals, setRefusals] = useState<readonly RefusalFragment[]>([]);
  const [running, setRunning] = useState<string | null>(null);
  const [{ error }, begin] = useMutation(BeginEditDocument);
  const key = useRef({ of: "", key: "" });
  const { count, sample, isFresh } = foreseen;
  const broken = error ?? foreseen.error;

  /** Pressed again after a lost answer, the same is not begun twice. */
  function keyOf(input: object): string {
    const of = JSON.stringify(input);
    if (key.current.of !== of) key.current = { of, key: `${Date.now()} ${Math.random()}` };
    return key.current.key;
  }

  async function start(): Promise<void> {
    setBusy(true);
    setRefusals([]);
    const wanted = await prepare();
    if (wanted.edit) {
      const input = { where: whole.where, edit: wanted.edit, expectedCount: count, dryRun: false };
      const { data } = await begin({ input: { ...input, idempotencyKey: keyOf(input) } });
      const refused = data?.updateImagesWhere.userErrors ?? [];
      setRefusals(refused);
      setRunning(data?.updateImagesWhere.bulkEdit?.id ?? null);
      // There may be more or fewer by now.
      if (refused.length > 0) setRound(round + 1);
    } else {
      setRefusals(wanted.refusals ?? []);
    }
    setBusy(false);
  }

  const isPossible = isReady && isFresh && foreseen.refusals.length === 0 && (count ?? 0) > 0;
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      {running === null ? (
        <>
          {form}
          {count === null && !foreseen.error && <Loading />}
          {count !== null && (
            <section aria-label={say("whole.preview")} className={styles["whole"]}>
              <p role="status" className={styles["wholeCount"]}>
                {say("whole.count", { count, more: isOver(count) ? "yes" : "no" })} {say("whole.same")}
              </p>
              {isReady && <PreviewList planned={sample.map((picture) => ({ picture, effect: effect(picture) }))} />}
              {isReady && count > sample.length && (
                <p className={styles["hint"]}>{say("whole.rest", { count: count - sample.length })}</p>
              )}
            </section>
          )}
          {broken && <Problem error={broken} />}
          <Refusals refusals={refusals.length > 0 ? refusals : foreseen.refusals} />
          <DialogButtons>
            <Button onPress={onClose} isDisabled={isBusy}>
              {say("cancel")}
            </Button>
            <Button kind="primary" isDisabled={!isPossible || isBusy} onPress={() => void start()}>
              {action(count ?? 0)}
            </Button>
          </DialogButtons>
        </>
      ) : (
        <Running key={running} id={running} canTakeBack={canTakeBack} onTakenBack={setRunning} onClose={onClose} />
      )}
    </Dialog>
  );
}
