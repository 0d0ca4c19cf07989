import { MapPinOff } from "lucide-react";
import { useState } from "react";
import { useMutation } from "urql";

import { useMay } from "../../../session/account";
import { Button } from "../../../ui/button";
import { Card } from "../../../ui/card";
import { Check } from "../../../ui/check";
import { Dialog, DialogButtons } from "../../../ui/dialog";
import { useWords } from "../../../words/words";
import { useAct } from "../act";
import { useEditing } from "../edit/editing";
import { Text } from "../edit/text";
import styles from "../whole.module.css";
import { words } from "../words";
import { ImageRemoveLocationDocument } from "./place.generated";
import { Position } from "./position-card";

/** Where it was taken, on a map that asks nobody, and a way to forget it. */
export function Place(): React.JSX.Element {
  const say = useWords(words);
  return (
    <div className={styles["stack"]}>
      <Position />
      <Card>
        <h2>{say("place.names")}</h2>
        <div className={styles["two"]}>
          <Text name="sublocation" />
          <Text name="city" />
          <Text name="state" />
          <Text name="country" />
          <Text name="countryCode" hint={say("countryCode.hint")} />
        </div>
      </Card>
      <Forget />
    </div>
  );
}

function Forget(): React.JSX.Element | null {
  const say = useWords(words);
  const act = useAct();
  const { image, mayEdit } = useEditing();
  const mayOriginal = useMay("SEE_PRIVATE_METADATA");
  const [open, setOpen] = useState(false);
  const [original, setOriginal] = useState(false);
  const [{ fetching }, remove] = useMutation(ImageRemoveLocationDocument);
  if (!mayEdit) return null;

  async function forget(): Promise<void> {
    const done = await act(
      remove({ id: image.id, original }),
      (told) => told.removeLocation.userErrors,
      say(original ? "forget.begun" : "forget.done"),
    );
    if (done) setOpen(false);
  }

  return (
    <Card>
      <h2>{say("forget")}</h2>
      <p className={styles["small"]}>{say("forget.text")}</p>
      <div>
        <Button onPress={() => setOpen(true)}>
          <MapPinOff aria-hidden="true" size={16} />
          {say("forget.do")}
        </Button>
      </div>
      <Dialog title={say("forget.title")} isOpen={open} onClose={() => setOpen(false)}>
        <p>{say("forget.record")}</p>
        {mayOriginal && (
          <>
            <Check isSelected={original} onChange={setOriginal}>
              {say("forget.original")}
            </Check>
            <p className={styles["small"]}>{say("forget.original.text")}</p>
          </>
        )}
        <DialogButtons>
          <Button onPress={() => setOpen(false)}>{say("cancel")}</Button>
          <Button kind="danger" isDisabled={fetching} onPress={() => void forget()}>
            {say("forget.do")}
          </Button>
        </DialogButtons>
      </Dialog>
    </Card>
  );
}
