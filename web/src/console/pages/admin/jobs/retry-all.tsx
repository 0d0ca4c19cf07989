import { useState } from "react";
import { useMutation } from "urql";

import { Button } from "../../../ui/button";
import { useConfirm } from "../../../ui/confirm";
import { notify } from "../../../ui/toasts";
import { useWords } from "../../../words/words";
import { type JobRowFragment, RetryJobDocument } from "./jobs.generated";
import { words } from "./words";

interface Props {
  /** Those that the list shows. */
  readonly jobs: readonly JobRowFragment[];
  readonly onChanged: () => void;
}

/** Starts all again that the list shows and that can be, as after a store was away. */
export function RetryAll({ jobs, onChanged }: Props): React.JSX.Element | null {
  const say = useWords(words);
  const confirm = useConfirm();
  const [, retry] = useMutation(RetryJobDocument);
  const [busy, setBusy] = useState(false);
  const ids = jobs.filter(({ isRetryable }) => isRetryable).map(({ id }) => id);
  const count = ids.length;

  async function run(): Promise<void> {
    const question = { title: say("retryAll.title", { count }), text: say("retryAll.text") };
    if (busy || !(await confirm({ ...question, action: say("retry") }))) return;
    setBusy(true);
    let done = 0;
    // One after another: they are to be queued, not to press others' requests aside.
    for (const id of ids) {
      const { data } = await retry({ id });
      if (data?.retryJob.userErrors.length === 0) done += 1;
    }
    setBusy(false);
    notify(say("retryAll.done", { done, count }), done < count ? "warn" : "good");
    onChanged();
  }

  if (count < 2 && !busy) return null;
  return <Button onPress={() => void run()}>{say("retryAll", { count })}</Button>;
}
