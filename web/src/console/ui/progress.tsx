import { Label } from "react-aria-components/Label";
import { ProgressBar } from "react-aria-components/ProgressBar";

import styles from "./progress.module.css";

interface Props {
  readonly label: string;
  /** From 0 to 1. */
  readonly share: number;
  /** The label is for screen readers only. */
  readonly hideLabel?: boolean;
}

/** How far something is. */
export function Progress({ label, share, hideLabel = false }: Props): React.JSX.Element {
  return (
    <ProgressBar value={share * 100} className={styles["progress"] ?? ""}>
      {({ percentage, valueText }) => (
        <>
          <Label className={hideLabel ? "visually-hidden" : (styles["label"] ?? "")}>{label}</Label>
          <span className={styles["track"]}>
            <span className={styles["bar"]} style={{ width: `${percentage ?? 0}%` }} />
          </span>
          <span className={styles["text"]}>{valueText}</span>
        </>
      )}
    </ProgressBar>
  );
}
