import { useWords } from "../../words/words";
import { Button } from "../button";
import { useFocusBack } from "../focus-back";
import styles from "./chosen-bar.module.css";
import { arrangingWords } from "./words";

interface Props {
  readonly count: number;
  readonly onClear: () => void;
  readonly children: React.ReactNode;
}

/** What can be done with what is chosen; it stays in sight below. */
export function ChosenBar({ count, onClear, children }: Props): React.JSX.Element | null {
  const say = useWords(arrangingWords);
  useFocusBack(count > 0);
  if (count === 0) return null;
  return (
    <div
      role="toolbar"
      aria-label={say("bar.label")}
      data-foot-bar
      className={styles["bar"]}
    >
      <strong className={styles["count"]}>{say("bar.chosen", { count })}</strong>
      {children}
      <Button small kind="quiet" onPress={onClear}>
        {say("bar.none")}
      </Button>
    </div>
  );
}
