import { useSend } from "../../../client/send";
import { Button } from "../../../ui/button";
import { useConfirm } from "../../../ui/confirm";
import { notify } from "../../../ui/toasts";
import { useWords } from "../../../words/words";
import { CancelSynchronizationDocument } from "./synchronization.generated";
import { words } from "./words";

/** Stops a comparison that is under way. */
export function Stop({ id }: { readonly id: string }): React.JSX.Element {
  const say = useWords(words);
  const confirm = useConfirm();
  const { send, busy } = useSend(
    CancelSynchronizationDocument,
    (data) => data.cancelSynchronization,
  );

  async function stop(): Promise<void> {
    const question = { title: say("stop.title"), text: say("stop.text"), action: say("stop") };
    if ((await confirm(question)) && (await send({ id }))) notify(say("stopped"));
  }

  return (
    <Button isDisabled={busy} onPress={() => void stop()}>
      {say("stop")}
    </Button>
  );
}
