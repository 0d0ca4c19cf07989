import { Eye, EyeOff } from "lucide-react";

import { useWords } from "../words/words";
import { Button } from "./button";
import styles from "./field.module.css";
import { uiWords } from "./words";

interface Props {
  readonly isShown: boolean;
  readonly onChange: (isShown: boolean) => void;
}

/** Shows what is typed into a field of a password, and hides it again. */
export function Reveal({ isShown, onChange }: Props): React.JSX.Element {
  const say = useWords(uiWords);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <span className={styles["reveal"]}>
      <Button
        kind="quiet"
        square
        aria-label={say("reveal")}
        aria-pressed={isShown}
        onPress={() => onChange(!isShown)}
      >
        <Icon aria-hidden="true" size={18} />
      </Button>
    </span>
  );
}
