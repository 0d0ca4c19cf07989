import { useBlocker } from "@tanstack/react-router";

import { Button } from "../../../ui/button";
import { useConfirm } from "../../../ui/confirm";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { words } from "../words";
import { useEditing } from "./editing";
import styles from "./edit.module.css";
import { useFieldName } from "./names";

/** Appears with the first change, and goes when all is saved or discarded. */
export function SaveBar(): React.JSX.Element {
  const { changed, busy, save, discard } = useEditing();
  const say = useWords(words);
  const { list } = useFormats();
  const called = useFieldName();
  const keys = Object.keys(changed);
  useStay(keys.length > 0);
  return (
    <div role="region" aria-label={say("edit.bar")} className={styles["place"]}>
      {keys.length > 0 && (
        <div className={styles["bar"]}>
          <p className={styles["what"]}>
            <strong>{say("edit.unsaved", { count: keys.length })}</strong> {list(keys.map(called))}
          </p>
          <div className={styles["buttons"]}>
            <Button onPress={discard} isDisabled={busy}>
              {say("edit.discard")}
            </Button>
            <Button kind="primary" onPress={() => void save()} isDisabled={busy}>
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
