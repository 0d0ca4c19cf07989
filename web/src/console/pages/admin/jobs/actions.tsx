import { useSend } from "../../../client/send";
import { Button } from "../../../ui/button";
import { useConfirm } from "../../../ui/confirm";
import { notify } from "../../../ui/toasts";
import { useWords } from "../../../words/words";
import { CancelJobDocument, type JobRowFragment, RetryJobDocument } from "./jobs.generated";
import { words } from "./words";

interface Props {
  readonly job: JobRowFragment;
  readonly onChanged: () => void;
}

/** Starts a failed job again, or stops an open one. */
export function JobActions({ job, onChanged }: Props): React.JSX.Element | null {
  const say = useWords(words);
  const confirm = useConfirm();
  const kind = say(`kind.${job.kind}`);
  const again = useSend(RetryJobDocument, (data) => data.retryJob);
  const stop = useSend(CancelJobDocument, (data) => data.cancelJob);

  async function retry(): Promise<void> {
    if (!(await again.send({ id: job.id }))) return;
    notify(say("retried"));
    onChanged();
  }

  async function cancel(): Promise<void> {
    const question = { title: say("cancel.title", { kind }), text: say("cancel.text") };
    if (!(await confirm({ ...question, action: say("cancel.do"), danger: true }))) return;
    if (!(await stop.send({ id: job.id }))) return;
    notify(say("cancelled"));
    onChanged();
  }

  if (job.isRetryable) {
    return (
      <Button
        small
        isDisabled={again.busy}
        aria-label={say("retry.which", { kind })}
        onPress={() => void retry()}
      >
        {say("retry")}
      </Button>
    );
  }
  if (!job.isCancellable) return null;
  return (
    <Button
      small
      isDisabled={stop.busy}
      aria-label={say("cancel.which", { kind })}
      onPress={() => void cancel()}
    >
      {say("cancel.do")}
    </Button>
  );
}
