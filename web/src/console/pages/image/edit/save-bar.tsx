import { useBlocker } from "@tanstack/react-router";
import { useState } from "react";

import { Button } from "../../../ui/button";
import { useConfirm } from "../../../ui/confirm";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { words } from "../words";
import { useEditing } from "./editing";
import styles from "./edit.module.css";
import { useFieldName } from "./names";
import { wrongKeys } from "./values";

/** Appears with the first change, and goes when all is saved or discarded. */
export function SaveBar(): React.JSX.Element {
  const { changed, busy, save, discard } = useEditing();
  const say = useWords(words);
  const { list } = useFormats();
  const called = useFieldName();
  const keys = Object.keys(changed);
  const wrong = wrongKeys(changed);
  const [tried, setTried] = useState(false);
  const held = tried && wrong.length > 0;
  useStay(keys.length > 0);

  function send(): void {
    setTried(wrong.length > 0);
    if (wrong.length === 0) void save();
  }

  return (
    <div role="region" aria-label={say("edit.bar")} className={styles["place"]}>
      {keys.length > 0 && (
        <div className={styles["bar"]} data-foot-bar>
          <p className={styles["what"]}>
            <strong>{say("edit.unsaved", { count: keys.length })}</strong> {list(keys.map(called))}
          </p>
          <p role="alert" className={styles["mend"]}>
            {held && say("edit.mend", { fields: list(wrong.map(called)) })}
          </p>
          <div className={styles["buttons"]}>
            <Button onPress={discard} isDisabled={busy}>
              {say("edit.discard")}
            </Button>
            <Button kind="primary" onPress={send} isDisabled={busy}>
              {say("edit.save")}
            </Button>
          </div>
        </div>
      )}
    </div>
  );
}

/** Asks before unsaved changes are left behind. */
function useStay(dirty: boolean): void {
  const say = useWords(words);
  const confirm = useConfirm();
  useBlocker({
    disabled: !dirty,
    enableBeforeUnload: dirty,
    shouldBlockFn: async ({ current, next }) => {
      if (current.pathname === next.pathname) return false;
      const question = {
        title: say("edit.leave"),
        text: say("edit.leave.text"),
        action: say("edit.discard"),
        danger: true,
      };
      return !(await confirm(question));
    },
  });
}
