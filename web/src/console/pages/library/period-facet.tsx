import { useState } from "react";

import { Field } from "../../ui/field";
import { useWords } from "../../words/words";
import styles from "./library.module.css";
import { isDay, type Period, readPeriod, tidyPeriod, writePeriod } from "./period";
import { words } from "./words";

interface Props {
  readonly title: string;
  /** As the address says it. */
  readonly chosen: string | undefined;
  readonly onChoose: (value: string | undefined) => void;
}

const ALWAYS: Period = { from: "", to: "" };

/** From which day to which: either may stay empty. */
export function PeriodFacet({ title, chosen, onChoose }: Props): React.JSX.Element {
  const say = useWords(words);
  const [written, setWritten] = useState(() => readPeriod(chosen) ?? ALWAYS);
  const [seen, setSeen] = useState(chosen);
  if (seen !== chosen) {
    setSeen(chosen);
    // What is written here is not turned round under the hand that writes it.
    if (chosen !== tidyPeriod(writePeriod(written))) setWritten(readPeriod(chosen) ?? ALWAYS);
  }

  function write(next: Period): void {
    setWritten(next);
    if (![next.from, next.to].every((day) => day === "" || isDay(day))) return;
    onChoose(tidyPeriod(writePeriod(next)));
  }

  return (
    <div role="group" aria-label={title} className={styles["period"]}>
      <h2 className={styles["facetTitle"]}>{title}</h2>
      <Field
        label={say("period.from")}
        type="date"
        value={written.from}
        onChange={(from) => write({ ...written, from })}
      />
      <Field label={say("period.to")} type="date" value={written.to} onChange={(to) => write({ ...written, to })} />
    </div>
  );
}
