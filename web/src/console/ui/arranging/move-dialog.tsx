import { useState } from "react";

import { useSend } from "../../client/send";
import { useWords } from "../../words/words";
import { Button } from "../button";
import { Dialog, DialogButtons } from "../dialog";
import { Refusals } from "../refusals";
import { Select } from "../select";
import { notify } from "../toasts";
import { MoveToGroupDocument } from "./arranging.generated";
import { useGroups } from "./groups";
import { arrangingWords } from "./words";

/** How many pictures one call takes. */
const MOST = 250;
const NONE = "none";

interface Props {
  readonly ids: readonly string[];
  /** Where they are, and need not be moved to. */
  readonly from: string | null;
  readonly onClose: () => void;
  readonly onMoved: () => void;
}

/** Asks for the group that pictures are to be moved to, and moves them. */
export function MoveDialog({ ids, from, onClose, onMoved }: Props): React.JSX.Element {
  const say = useWords(arrangingWords);
  const groups = useGroups().filter(({ id }) => id !== from);
  const [to, setTo] = useState(NONE);
  const { send, busy, refusals } = useSend(MoveToGroupDocument, (data) => data.moveImages, { inForm: true });
  const nowhere = from === null ? [] : [{ value: NONE, label: say("move.nowhere") }];
  const options = [...groups.map(({ id, name }) => ({ value: id, label: name })), ...nowhere];

  async function move(): Promise<void> {
    for (let at = 0; at < ids.length; at += MOST) {
      const input = { imageIds: ids.slice(at, at + MOST), groupId: to === NONE ? null : to };
      // oxlint-disable-next-line no-await-in-loop -- a refused part stops the rest
      if (!(await send({ input }))) return onMoved();
    }
    notify(say("move.done", { count: ids.length }));
    onMoved();
    onClose();
  }

  return (
    <Dialog title={say("move.title", { count: ids.length })} isOpen onClose={onClose}>
      <Select label={say("move.group")} options={options} value={to} onChange={setTo} />
      <Refusals refusals={refusals} />
      <DialogButtons>
        <Button onPress={onClose}>{say("edit.cancel")}</Button>
        <Button
          kind="primary"
          isDisabled={busy || !options.some(({ value }) => value === to)}
          onPress={() => void move()}
        >
          {say("move.action")}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
