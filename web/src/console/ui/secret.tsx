import { Copy } from "lucide-react";
import { useState } from "react";

import { useWords } from "../words/words";
import { Button } from "./button";
import { copyText } from "./copying";
import { Field } from "./field";
import styles from "./secret.module.css";
import { uiWords } from "./words";

interface Props {
  readonly label: string;
  /** Shown as it is, and copied whole. */
  readonly value: string;
  readonly hint?: string;
}

/** Something to copy by a button, such as what is told only once. */
export function Secret({ label, value, hint }: Props): React.JSX.Element {
  const say = useWords(uiWords);
  const [said, setSaid] = useState("");

  async function copy(): Promise<void> {
    setSaid(say((await copyText(value)) ? "copied" : "copyFailed"));
  }

  return (
    <div className={styles["secret"]}>
      <Field label={label} value={value} isReadOnly {...(hint !== undefined && { hint })} />
      <div className={styles["copy"]}>
        <Button onPress={() => void copy()}>
          <Copy aria-hidden="true" size={16} />
          {say("copy")}
        </Button>
        <span role="status">{said}</span>
      </div>
    </div>
  );
}
