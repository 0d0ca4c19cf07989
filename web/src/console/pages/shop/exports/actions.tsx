import { Download } from "lucide-react";

import { useSend } from "../../../client/send";
import { Button, FileLink } from "../../../ui/button";
import { useConfirm } from "../../../ui/confirm";
import { useWords } from "../../../words/words";
import {
  CancelExportDocument,
  type ExportRowFragment,
  ResumeExportDocument,
} from "./exports.generated";
import { words } from "./words";

/** The file of an export, or what becomes of it: stop it, or go on. */
export function ExportActions({
  one,
}: {
  readonly one: ExportRowFragment;
}): React.JSX.Element | null {
  const say = useWords(words);
  const confirm = useConfirm();
  const name = one.fileName;
  const stop = useSend(CancelExportDocument, (data) => data.cancelExport);
  const resume = useSend(ResumeExportDocument, (data) => data.resumeExport);

  async function cancel(): Promise<void> {
    const question = { title: say("cancel.title"), text: say("cancel.text") };
    if (await confirm({ ...question, action: say("cancel.do") })) await stop.send({ id: one.id });
  }

  if (one.url !== null) {
    return (
      <FileLink small href={one.url} download={name} aria-label={say("download.which", { name })}>
        <Download aria-hidden="true" size={16} />
        {say("download")}
      </FileLink>
    );
  }
  if (one.state === "QUEUED" || one.state === "RUNNING") {
    return (
      <Button
        small
        isDisabled={stop.busy}
        aria-label={say("cancel.which", { name })}
        onPress={() => void cancel()}
      >
        {say("cancel.do")}
      </Button>
    );
  }
  if (one.state !== "FAILED" && one.state !== "CANCELLED") return null;
  return (
    <Button
      small
      isDisabled={resume.busy}
      aria-label={say("resume.which", { name })}
      onPress={() => void resume.send({ id: one.id })}
    >
      {say("resume")}
    </Button>
  );
}
