import { useState } from "react";

import type { RefusalFragment } from "../../../client/refusal.generated";
import { BatchFields } from "../batch/batch-fields";
import { BLANK, batchOf, type Filled, NEW_GROUP } from "../batch/batch";
import { Button } from "../../../ui/button";
import { Card } from "../../../ui/card";
import { Chip } from "../../../ui/chip";
import { Form } from "../../../ui/form";
import { Refusals } from "../../../ui/refusals";
import { notify } from "../../../ui/toasts";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { RefusedCall } from "../travel/asking";
import type { Item } from "../travel/item";
import type { Uploads } from "../travel/uploads";
import { words } from "../words";
import styles from "./send-card.module.css";

interface Props {
  readonly uploads: Uploads;
  readonly chosen: readonly Item[];
}

const FIELDS = ["productCode", "productName", "group", "name", "collectionIds"];

/** What is said of the files that were chosen, what the library knows of them, and off they go. */
export function SendCard({ uploads, chosen }: Props): React.JSX.Element {
  const say = useWords(words);
  const { bytes, number } = useFormats();
  const [filled, setFilled] = useState<Filled>(BLANK);
  const [refusals, setRefusals] = useState<readonly RefusalFragment[]>([]);
  const [isBusy, setBusy] = useState(false);
  const checked = chosen.filter((one) => one.checked).length;
  const twins = chosen.filter(({ twin }) => twin !== null).length;
  const size = chosen.reduce((sum, one) => sum + one.size, 0);

  /** The id of the group to make; null where there is none to make. @throws RefusedCall */
  async function madeGroup(): Promise<string | null> {
    if (filled.group !== NEW_GROUP) return null;
    const made = await uploads.makeGroup(filled.groupName.trim());
    setFilled({ ...filled, group: made, groupName: "" });
    return made;
  }

  async function send(): Promise<void> {
    setBusy(true);
    try {
      setRefusals(await uploads.start(batchOf(filled, await madeGroup())));
    } catch (error) {
      if (error instanceof RefusedCall) setRefusals([error.refusal]);
      else notify(say("send.offline"), "bad");
    } finally {
      setBusy(false);
    }
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
          <BatchFields filled={filled} onChange={setFilled} refusals={refusals} />
          <Refusals refusals={refusals} except={FIELDS} />
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
