import { useSend } from "../../../client/send";
import { Button } from "../../../ui/button";
import { useConfirm } from "../../../ui/confirm";
import { useWords } from "../../../words/words";
import { DeleteWebhookDocument, RotateWebhookSecretDocument } from "./webhooks.generated";
import { words } from "./words";

const OVERLAP_HOURS = 24;

/** Makes a new secret; the one before goes on for a day. */
export function Rotate({
  id,
  onSecret,
}: {
  readonly id: string;
  readonly onSecret: (secret: string) => void;
}): React.JSX.Element {
  const say = useWords(words);
  const confirm = useConfirm();
  const { send, busy } = useSend(RotateWebhookSecretDocument, (data) => data.rotateWebhookSecret);

  async function rotate(): Promise<void> {
    const text = say("rotate.text", { hours: OVERLAP_HOURS });
    const question = { title: say("rotate.title"), text, action: say("rotate") };
    if (!(await confirm(question))) return;
    const sent = await send({ id, overlapHours: OVERLAP_HOURS });
    if (sent?.secret) onSecret(sent.secret);
  }

  return (
    <Button isDisabled={busy} onPress={() => void rotate()}>
      {say("rotate")}
    </Button>
  );
}

/** Ends a webhook for good. */
export function Delete({
  id,
  onDone,
}: {
  readonly id: string;
  readonly onDone: () => void;
}): React.JSX.Element {
  const say = useWords(words);
  const confirm = useConfirm();
  const { send, busy } = useSend(DeleteWebhookDocument, (data) => data.deleteWebhook);

  async function end(): Promise<void> {
    const question = { title: say("delete.title"), text: say("delete.text"), danger: true };
    if (!(await confirm({ ...question, action: say("delete") }))) return;
    if (await send({ id })) onDone();
  }

  return (
    <Button kind="danger" isDisabled={busy} onPress={() => void end()}>
      {say("delete")}
    </Button>
  );
}
