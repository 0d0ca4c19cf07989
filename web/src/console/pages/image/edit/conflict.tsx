import { useState } from "react";
import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import { Label } from "react-aria-components/Label";

import { Button } from "../../../ui/button";
import { Dialog, DialogButtons } from "../../../ui/dialog";
import { useWords } from "../../../words/words";
import { words } from "../words";
import { type Clash, useEditing } from "./editing";
import styles from "./edit.module.css";
import { useFieldName, useValueText } from "./names";
import { valuesOf } from "./values";

/** Somebody else changed the same fields: theirs or mine, field by field. */
export function Conflict(): React.JSX.Element | null {
  const { clash } = useEditing();
  return clash && <Choosing clash={clash} />;
}

function Choosing({ clash }: { readonly clash: Clash }): React.JSX.Element {
  const { changed, settle, postpone } = useEditing();
  const say = useWords(words);
  const called = useFieldName();
  const shown = useValueText();
  const [theirs, setTheirs] = useState<readonly string[]>([]);
  const now = valuesOf(clash.theirs);

  function choose(key: string, whose: string): void {
    const others = theirs.filter((one) => one !== key);
    setTheirs(whose === "theirs" ? [...others, key] : others);
  }

  return (
    <Dialog title={say("conflict.title")} isOpen onClose={postpone}>
      <p>{say("conflict.text")}</p>
      {clash.keys.map((key) => (
        <RadioGroup
          key={key}
          value={theirs.includes(key) ? "theirs" : "mine"}
          onChange={(whose) => choose(key, whose)}
          className={styles["versus"] ?? ""}
        >
          <Label className={styles["label"] ?? ""}>{called(key)}</Label>
          <Radio value="theirs" className={styles["side"] ?? ""}>
            <strong>{say("conflict.theirs")}</strong>
            <span>{shown(key, now[key])}</span>
          </Radio>
          <Radio value="mine" className={styles["side"] ?? ""}>
            <strong>{say("conflict.mine")}</strong>
            <span>{shown(key, changed[key])}</span>
          </Radio>
        </RadioGroup>
      ))}
      <DialogButtons>
        <Button onPress={postpone}>{say("conflict.later")}</Button>
        <Button kind="primary" onPress={() => void settle(theirs)}>
          {say("conflict.save")}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
