import { useSend } from "../../../client/send";
import { Button } from "../../../ui/button";
import { useConfirm } from "../../../ui/confirm";
import { notify } from "../../../ui/toasts";
import { useWords } from "../../../words/words";
import { type ApiKeyRowFragment, RevokeApiKeyDocument } from "./keys.generated";
import { words } from "./words";

/** Ends a key for good. */
export function Revoke({
  of: { id, name, revokedAt },
}: {
  readonly of: ApiKeyRowFragment;
}): React.JSX.Element | null {
  const say = useWords(words);
  const confirm = useConfirm();
  const { send, busy } = useSend(RevokeApiKeyDocument, (data) => data.revokeApiKey);

  async function revoke(): Promise<void> {
    const question = { title: say("revoke.title", { name }), text: say("revoke.text") };
    if (!(await confirm({ ...question, action: say("revoke"), danger: true }))) return;
    if (await send({ id })) notify(say("revoke.done", { name }));
  }

  if (revokedAt !== null) return null;
  return (
    <Button
      small
      isDisabled={busy}
      aria-label={say("revoke.which", { name })}
      onPress={() => void revoke()}
    >
      {say("revoke")}
    </Button>
  );
}
