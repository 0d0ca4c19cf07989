import { useState } from "react";
import { useClient, useMutation } from "urql";

import type { RefusalFragment } from "../../../client/refusal.generated";
import { Button } from "../../../ui/button";
import { Card } from "../../../ui/card";
import { Field } from "../../../ui/field";
import { Form } from "../../../ui/form";
import { useProblemText } from "../../../ui/problem";
import { Refusals } from "../../../ui/refusals";
import { notify } from "../../../ui/toasts";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { BatchFields } from "../batch/batch-fields";
import { BATCH_FIELDS, BLANK, batchOf, type Filled } from "../batch/batch";
import { useMadeGroup } from "../batch/made-group";
import { useLimits } from "../limits";
import { words } from "../words";
import styles from "./imports.module.css";
import { BeginUrlImportDocument } from "./imports.generated";

/** Until the house has told its own. */
const MOST = 250;

/** Addresses to fetch pictures from, and what is said of all of them. */
export function FromUrls({ onBegun }: { readonly onBegun: () => void }): React.JSX.Element {
  const say = useWords(words);
  const { number } = useFormats();
  const most = useLimits()?.importUrls ?? MOST;
  const problemText = useProblemText();
  const madeGroup = useMadeGroup(useClient());
  const [, begin] = useMutation(BeginUrlImportDocument);
  const [text, setText] = useState("");
  const [filled, setFilled] = useState<Filled>(BLANK);
  const [refusals, setRefusals] = useState<readonly RefusalFragment[]>([]);
  const [wrong, setWrong] = useState<string | undefined>(undefined);
  const [isBusy, setBusy] = useState(false);

  /** What is refused stays marked, and keeps the form from being sent, until something changes. */
  function fill(next: Filled): void {
    setFilled(next);
    setRefusals([]);
  }

  async function send(): Promise<void> {
    const urls = text.split(/\s+/).filter((line) => line !== "");
    setWrong(
      urls.length === 0
        ? say("urls.none")
        : urls.length > most
          ? say("urls.many", { count: number(urls.length), most: number(most) })
          : undefined,
    );
    if (urls.length === 0 || urls.length > most) return;
    setBusy(true);
    const made = await madeGroup(filled);
    if (made.refusals.length > 0) setRefusals(made.refusals);
    else if (made.isOffline) notify(say("send.offline"), "bad");
    else {
      const input = { ...batchOf(filled, made.id), urls: urls.map((url) => ({ url })) };
      const { data, error } = await begin({ input });
      if (error) notify(problemText(error), "bad");
      if (data) setRefusals(data.importFromUrls.userErrors);
      if (data?.importFromUrls.import) {
        setText("");
        notify(say("urls.begun"));
        onBegun();
      }
    }
    setBusy(false);
  }

  return (
    <section aria-labelledby="urls">
      <Card>
        <h2 id="urls">{say("urls.title")}</h2>
        <p className={styles["lead"]}>{say("urls.lead", { most: number(most) })}</p>
        <Form onSubmit={() => void send()}>
          <Field
            label={say("urls.field")}
            value={text}
            onChange={(next) => {
              setText(next);
              setWrong(undefined);
              setRefusals([]);
            }}
            lines={4}
            placeholder="https://"
            problem={wrong}
          />
          <details>
            <summary className={styles["summary"]}>{say("batch.title")}</summary>
            <BatchFields filled={filled} onChange={fill} refusals={refusals} />
          </details>
          <Refusals refusals={refusals} except={filled === BLANK ? [] : BATCH_FIELDS} />
          <div>
            <Button kind="primary" type="submit" isDisabled={isBusy}>
              {say("urls.send")}
            </Button>
          </div>
        </Form>
      </Card>
    </section>
  );
}
