import { useState } from "react";

import { useSend } from "../../../client/send";
import type { ChangeKind } from "../../../generated/schema";
import { Button } from "../../../ui/button";
import { Dialog, DialogButtons } from "../../../ui/dialog";
import { Select } from "../../../ui/select";
import { useWords } from "../../../words/words";
import { Tried } from "./tried";
import {
  TestWebhookDocument,
  type TestWebhookMutation,
  type WebhookRowFragment,
} from "./webhooks.generated";
import styles from "./webhooks.module.css";
import { words } from "./words";

interface Props {
  readonly webhook: WebhookRowFragment;
  readonly onClose: () => void;
}

/** Makes a sample of an event, and sends it if one likes. */
export function Test({ webhook, onClose }: Props): React.JSX.Element {
  const say = useWords(words);
  const [kind, setKind] = useState<ChangeKind>(webhook.events[0] ?? "PUBLISHED");
  const [told, setTold] = useState<TestWebhookMutation["testWebhook"] | null>(null);
  const { send, busy } = useSend(TestWebhookDocument, (data) => data.testWebhook);

  // Its buttons stay enabled meanwhile: one that has the focus would lose it, and Escape with it.
  async function run(isSent: boolean): Promise<void> {
    if (busy) return;
    setTold(await send({ input: { id: webhook.id, kind, send: isSent } }));
  }

  return (
    <Dialog title={say("test")} isOpen onClose={onClose}>
      <p>{say("test.text")}</p>
      <Select
        label={say("test.kind")}
        value={kind}
        onChange={setKind}
        options={webhook.events.map((value) => ({ value, label: say(`kind.${value}`) }))}
      />
      <div role="status">
        {told?.result && <Tried one={told.result} />}
        {told?.body && (
          <pre tabIndex={0} className={styles["code"]}>
            {pretty(told.body)}
          </pre>
        )}
      </div>
      <DialogButtons>
        <Button onPress={() => void run(false)}>
          {say("test.dry")}
        </Button>
        <Button kind="primary" onPress={() => void run(true)}>
          {say("test.send")}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

function pretty(body: string): string {
  return JSON.stringify(JSON.parse(body), null, 2);
}
