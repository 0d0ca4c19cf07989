import { useState } from "react";

import { useSend } from "../../client/send";
import type { GroupImages } from "../../generated/schema";
import { Button } from "../../ui/button";
import { Dialog, DialogButtons } from "../../ui/dialog";
import { Refusals } from "../../ui/refusals";
import { Select } from "../../ui/select";
import { notify } from "../../ui/toasts";
import { uiWords } from "../../ui/words";
import { useWords } from "../../words/words";
import { DeleteGroupDocument } from "./groups.generated";
import { words } from "./words";

interface Props {
  readonly group: { readonly id: string; readonly name: string };
  readonly count: number;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

/** Asks what becomes of a group's pictures, tells what that means, and deletes it. */
export function DeleteGroupDialog({ group, count, onClose, onDeleted }: Props): React.JSX.Element {
  const say = useWords(words);
  const sayUi = useWords(uiWords);
  const [images, setImages] = useState<GroupImages>("KEEP");
  const { send, busy, refusals } = useSend(DeleteGroupDocument, (data) => data.deleteImageGroup, {
    inForm: true,
  });

  async function remove(): Promise<void> {
    if (!(await send({ input: { id: group.id, images } }))) return;
    notify(say("delete.done", { name: group.name }));
    onDeleted();
  }

  return (
    <Dialog title={say("delete.title", { name: group.name })} isOpen onClose={onClose}>
      {count > 0 && (
        <Select
          label={say("delete.images")}
          value={images}
          onChange={setImages}
          options={(["KEEP", "DELETE"] as const).map((value) => ({
            value,
            label: say(`delete.${value}`, { count }),
          }))}
        />
      )}
      <p>{say(count === 0 ? "delete.means.NONE" : `delete.means.${images}`, { count })}</p>
      <Refusals refusals={refusals} />
      <DialogButtons>
        <Button onPress={onClose}>{sayUi("cancel")}</Button>
        <Button kind="danger" isDisabled={busy} onPress={() => void remove()}>
          {say("delete")}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
