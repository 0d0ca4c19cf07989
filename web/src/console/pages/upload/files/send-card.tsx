import { useState } from "react";
import { useClient } from "urql";

import type { RefusalFragment } from "../../../client/refusal.generated";
import { BatchFields } from "../batch/batch-fields";
import { BATCH_FIELDS, BLANK, batchOf, type Filled } from "../batch/batch";
import { useMadeGroup } from "../batch/made-group";
import { Button } from "../../../ui/button";
import { Card } from "../../../ui/card";
import { Chip } from "../../../ui/chip";
import { Form } from "../../../ui/form";
import { Refusals } from "../../../ui/refusals";
import { notify } from "../../../ui/toasts";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import type { Item } from "../travel/item";
import type { Uploads } from "../travel/uploads";
import { words } from "../words";
import styles from "./send-card.module.css";

interface Props {
  readonly uploads: Uploads;
  readonly chosen: readonly Item[];
}

/** What is said of the files that were chosen, what the library knows of them, and off they go. */
export function SendCard({ uploads, chosen }: Props): React.JSX.Element {
  const say = useWords(words);
  const { bytes, number } = useFormats();
  const [filled, setFilled] = useState<Filled>(BLANK);
  const [refusals, setRefusals] = useState<readonly RefusalFragment[]>([]);
  const madeGroup = useMadeGroup(useClient());
  const [isBusy, setBusy] = useState(false);
  const checked = chosen.filter((one) => one.checked).length;
  const twins = chosen.filter(({ twin }) => twin !== null).length;
  const size = chosen.reduce((sum, one) => sum + one.size, 0);

  /** What is refused stays marked, and keeps the form from being sent, until something changes. */
  function fill(next: Filled): void {
    setFilled(next);
    setRefusals([]);
  }

  async function send(): Promise<void> {
    setBusy(true);
    const made = await madeGroup(filled);
    if (made.refusals.length > 0) setRefusals(made.refusals);
    else if (made.isOffline) notify(say("send.offline"), "bad");
    else {
      // What is sent after this belongs to the same group.
      if (made.id !== null) setFilled({ ...filled, group: made.id, groupName: "" });
      setRefusals(await uploads.start(batchOf(filled, made.id)));
    }
    setBusy(false);
  }

  return (
    <section aria-labelledby="batch">
      <Card>
        <header className={styles["head"]}>
          <h2 id="batch">{say("batch.title")}</h2>
          <p className={styles["count"]}>
            {say("send.chosen", { count: chosen.length, size: bytes(size) })}
          </p>
        </header>
        <Form onSubmit={() => void send()}>
          <BatchFields filled={filled} onChange={fill} refusals={refusals} />
          <Refusals refusals={refusals} except={BATCH_FIELDS} />
          <p role="status" className={styles["checked"]}>
            {checked < chosen.length &&
              say("send.checking", { done: number(checked), count: number(chosen.length) })}
            {checked === chosen.length && twins > 0 && (
              <>
                <Chip tone="warn">{say("state.TWIN")}</Chip>{" "}
                {say("send.there", { count: twins })} {say(`send.there.${filled.duplicates}`)}
              </>
            )}
          </p>
          <div className={styles["buttons"]}>
            <Button kind="primary" type="submit" isDisabled={isBusy}>
              {say("send", { count: chosen.length })}
            </Button>
            <Button kind="quiet" onPress={() => uploads.remove(chosen.map(({ id }) => id))}>
              {say("send.drop")}
            </Button>
          </div>
        </Form>
      </Card>
    </section>
  );
}
