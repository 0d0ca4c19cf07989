import { useSend } from "../../../client/send";
import { Button } from "../../../ui/button";
import { notify } from "../../../ui/toasts";
import { useWords } from "../../../words/words";
import { UpdateWebhookDocument, type WebhookRowFragment } from "./webhooks.generated";
import { words } from "./words";

/** Holds events back, or lets them go on. */
export function Pause({ webhook }: { readonly webhook: WebhookRowFragment }): React.JSX.Element {
  const say = useWords(words);
  const { send, busy } = useSend(UpdateWebhookDocument, (data) => data.updateWebhook);
  const { id, version: expectedVersion } = webhook;

  async function set(paused: boolean, skipFailed = false): Promise<void> {
    const sent = await send({ input: { id, expectedVersion, paused, skipFailed } });
    if (sent) notify(say(paused ? "pause.done" : "go.done"));
  }

  if (webhook.state === "ACTIVE") {
    return (
      <Button isDisabled={busy} onPress={() => void set(true)}>
        {say("pause")}
      </Button>
    );
  }
  return (
    <>
      <Button kind="primary" isDisabled={busy} onPress={() => void set(false)}>
        {say("go")}
      </Button>
      {webhook.problem && (
        <Button isDisabled={busy} onPress={() => void set(false, true)}>
          {say("go.skip")}
        </Button>
      )}
    </>
  );
}
