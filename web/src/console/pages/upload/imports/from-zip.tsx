import { FileArchive } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { FileTrigger } from "react-aria-components/FileTrigger";
import { useClient } from "urql";

import type { RefusalFragment } from "../../../client/refusal.generated";
import { Button } from "../../../ui/button";
import { Card } from "../../../ui/card";
import { Form, Row } from "../../../ui/form";
import { Progress } from "../../../ui/progress";
import { Refusals } from "../../../ui/refusals";
import { notify } from "../../../ui/toasts";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { BatchFields } from "../batch/batch-fields";
import { BATCH_FIELDS, BLANK, batchOf, type Filled } from "../batch/batch";
import { useMadeGroup } from "../batch/made-group";
import { useLimits } from "../limits";
import { words } from "../words";
import { archiveGoing, forgetArchive, retryArchive, sendArchive, subscribeArchive } from "./archive";
import styles from "./imports.module.css";

/** A ZIP archive of this machine, sent to the store and taken in from there. */
export function FromZip({ onBegun }: { readonly onBegun: () => void }): React.JSX.Element {
  const say = useWords(words);
  const { bytes } = useFormats();
  const client = useClient();
  const madeGroup = useMadeGroup(client);
  const going = useSyncExternalStore(subscribeArchive, archiveGoing);
  const [file, setFile] = useState<File | null>(null);
  const limits = useLimits();
  const [filled, setFilled] = useState<Filled>(BLANK);
  const [refusals, setRefusals] = useState<readonly RefusalFragment[]>([]);
  const state = going?.state;
  useEffect(() => {
    if (state !== "BEGUN" && state !== "REFUSED") return;
    setRefusals(archiveGoing()?.refusals ?? []);
    forgetArchive();
    if (state === "REFUSED") return;
    setFile(null);
    notify(say("zip.begun"));
    onBegun();
  }, [state, onBegun, say]);

  function choose(list: FileList | null): void {
    const chosen = list?.[0];
    if (chosen === undefined) return;
    const most = limits?.importArchiveBytes ?? Number.POSITIVE_INFINITY;
    if (!chosen.name.toLowerCase().endsWith(".zip")) notify(say("zip.notZip"), "bad");
    else if (chosen.size > most) {
      notify(say("zip.large", { name: chosen.name, size: bytes(chosen.size), most: bytes(most) }), "bad");
    } else setFile(chosen);
  }

  /** What is refused stays marked, and keeps the form from being sent, until something changes. */
  function fill(next: Filled): void {
    setFilled(next);
    setRefusals([]);
  }

  async function send(zip: File): Promise<void> {
    const made = await madeGroup(filled);
    setRefusals(made.refusals);
    if (made.isOffline) notify(say("send.offline"), "bad");
    else if (made.refusals.length === 0) sendArchive(client, zip, batchOf(filled, made.id));
  }

  return (
    <section aria-labelledby="zip">
      <Card>
        <h2 id="zip">{say("zip.title")}</h2>
        <p className={styles["lead"]}>{limits === null ? "\u00a0" : say("zip.lead", { size: bytes(limits.importArchiveBytes) })}</p>
        {going !== null ? (
          <>
            <Progress
              label={say("zip.sending", { name: going.name })}
              share={going.size === 0 ? 0 : going.sent / going.size}
            />
            {state === "FAILED" && (
              <p role="alert" className={styles["why"]}>
                {say("zip.failed")}
              </p>
            )}
            <Row>
              {state === "FAILED" && (
                <Button kind="primary" onPress={retryArchive}>
                  {say("list.retry.one")}
                </Button>
              )}
              <Button onPress={forgetArchive}>{say("zip.cancel")}</Button>
            </Row>
          </>
        ) : (
          <Form onSubmit={() => file && void send(file)}>
            <Row>
              <FileTrigger acceptedFileTypes={[".zip", "application/zip"]} onSelect={choose}>
                <Button>
                  <FileArchive aria-hidden="true" size={18} />
                  {say("zip.choose")}
                </Button>
              </FileTrigger>
              {file && <p>{say("zip.chosen", { name: file.name, size: bytes(file.size) })}</p>}
            </Row>
            <details>
              <summary className={styles["summary"]}>{say("batch.title")}</summary>
              <BatchFields filled={filled} onChange={fill} refusals={refusals} />
            </details>
            <Refusals refusals={refusals} except={filled === BLANK ? [] : BATCH_FIELDS} />
            <div>
              <Button kind="primary" type="submit" isDisabled={file === null}>
                {say("zip.send")}
              </Button>
            </div>
          </Form>
        )}
      </Card>
    </section>
  );
}
