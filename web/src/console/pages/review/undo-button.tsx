import { Undo2 } from "lucide-react";
import { useEffect, useState } from "react";

import { Button } from "../../ui/button";
import { nameOf } from "../../ui/pictures/picture";
import { useWords } from "../../words/words";
import { type Decision, UNDO_MILLISECONDS } from "./decisions";
import styles from "./undo-button.module.css";
import { words } from "./words";

interface Props {
  readonly decision: Decision;
  readonly onUndo: () => void;
  readonly onExpired: () => void;
}

/** Takes the last decision back; how long that is possible is to be seen, and not read out. */
export function UndoButton({ decision, onUndo, onExpired }: Props): React.JSX.Element {
  const say = useWords(words);
  const [now, setNow] = useState(() => Date.now());
  const seconds = Math.ceil((decision.at + UNDO_MILLISECONDS - now) / 1000);
  useEffect(() => {
    setNow(Date.now());
    const timer = window.setInterval(() => setNow(Date.now()), 1000);
    return () => window.clearInterval(timer);
  }, [decision]);
  useEffect(() => {
    if (seconds <= 0) onExpired();
  }, [seconds, onExpired]);

  const { rows, verdict } = decision;
  const [first] = rows;
  const label =
    rows.length === 1 && first
      ? say("undo.of", { name: nameOf(first), verdict: verdict.is })
      : say("undo.many", { count: rows.length, verdict: verdict.is });
  return (
    <div className={styles["undo"]}>
      <span aria-hidden="true" className={styles["left"]}>
        {say("undo.left", { seconds: Math.max(0, seconds) })}
      </span>
      <Button small aria-label={label} onPress={onUndo}>
        <Undo2 aria-hidden="true" size={16} />
        {say("undo")}
      </Button>
    </div>
  );
}
