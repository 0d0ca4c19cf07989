import { useState } from "react";

import { useSend } from "../../../client/send";
import type { SyncClass } from "../../../generated/schema";
import { Button } from "../../../ui/button";
import { Check, CheckGroup } from "../../../ui/check";
import { Dialog, DialogButtons } from "../../../ui/dialog";
import { Form } from "../../../ui/form";
import { Refusals } from "../../../ui/refusals";
import { notify } from "../../../ui/toasts";
import { useWords } from "../../../words/words";
import { CLASSES } from "./classes";
import { SynchronizeDocument } from "./synchronization.generated";
import { words } from "./words";

interface Props {
  readonly onClose: () => void;
  readonly onStarted: () => void;
}

/** Begins a comparison, which only reports unless repairs are chosen. */
export function Start({ onClose, onStarted }: Props): React.JSX.Element {
  const say = useWords(words);
  const [dryRun, setDryRun] = useState(true);
  const [deep, setDeep] = useState(false);
  const [repair, setRepair] = useState<readonly SyncClass[]>([]);
  const { send, busy, refusals } = useSend(SynchronizeDocument, (data) => data.synchronize, {
    inForm: true,
  });

  async function start(): Promise<void> {
    const input = { dryRun, deep, repair: dryRun ? [] : repair };
    if (!(await send({ input }))) return;
    notify(say("started"));
    onStarted();
  }

  return (
    <Dialog title={say("start")} isOpen onClose={onClose}>
      <Form onSubmit={() => void start()}>
        <p>{say("start.text")}</p>
        <Check isSelected={dryRun} onChange={setDryRun}>
          {say("dryRun")}
        </Check>
        {!dryRun && (
          <CheckGroup
            label={say("repair")}
            hint={say("repair.hint")}
            value={repair}
            onChange={setRepair}
            options={CLASSES.map((value) => ({ value, label: say(`class.${value}`) }))}
          />
        )}
        <Check isSelected={deep} onChange={setDeep}>
          {say("deep")}
        </Check>
        <Refusals refusals={refusals} />
        <DialogButtons>
          <Button onPress={onClose}>{say("cancel")}</Button>
          <Button
            type="submit"
            kind={dryRun ? "primary" : "danger"}
            isDisabled={busy || (!dryRun && repair.length === 0)}
          >
            {say(dryRun ? "start.dry" : "start.repair")}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}
