import { useState } from "react";

import { refusalAt, useRefusalText } from "../../../client/refusals";
import { Button } from "../../../ui/button";
import { Card } from "../../../ui/card";
import { Field } from "../../../ui/field";
import { Select } from "../../../ui/select";
import { useWords } from "../../../words/words";
import { useEditing } from "../edit/editing";
import { Source } from "../edit/source";
import styles from "../whole.module.css";
import { words } from "../words";
import {
  asTaken,
  isWrongTime,
  offsetsWith,
  type Precision,
  PRECISIONS,
  precisely,
  precisionOf,
  takenValue,
} from "./taken";

const UNKNOWN = "unknown";
const TYPES: Readonly<Record<Precision, string>> = {
  time: "datetime-local",
  day: "date",
  month: "month",
  year: "text",
};

/** When it was taken, for those who may correct a camera's clock. */
export function TakenCard(): React.JSX.Element | null {
  const say = useWords(words);
  const { value, set, mayEdit } = useEditing();
  if (!mayEdit) return null;
  return (
    <Card>
      <div className={styles["between"]}>
        <h2>{say("taken")}</h2>
        <Source of="capturedAt" bare />
      </div>
      <p className={styles["small"]}>{say("taken.text")}</p>
      <Clock />
      {value("capturedAt") !== null && (
        <div>
          <Button small onPress={() => set("capturedAt", null)}>
            {say("taken.clear")}
          </Button>
        </div>
      )}
    </Card>
  );
}

function Clock(): React.JSX.Element {
  const say = useWords(words);
  const { value, set, busy } = useEditing();
  const taken = asTaken(value("capturedAt"));
  const { local, offset } = taken;
  const [precision, choose] = usePrecision(local);
  const [typing, setTyping] = useState(false);
  const problem = useProblem();

  function write(next: string, to: Precision): void {
    choose(next, to);
    set("capturedAt", takenValue({ ...taken, local: next }));
  }

  return (
    <div className={styles["wide"]}>
      <Select
        label={say("taken.precision")}
        value={precision}
        onChange={(next) => write(precisely(local, next), next)}
        isDisabled={busy}
        options={PRECISIONS.map((one) => ({ value: one, label: say(`taken.precision.${one}`) }))}
      />
      <Field
        key={precision}
        label={say(`taken.${precision}`)}
        {...(precision === "month" && { hint: say("taken.month.hint") })}
        {...(precision === "year" && { inputMode: "numeric", maxLength: 4 })}
        type={TYPES[precision]}
        step={local.includes(".") ? 0.001 : 1}
        value={local}
        onChange={(next) => write(next, precision)}
        onFocusChange={setTyping}
        isReadOnly={busy}
        problem={typing ? undefined : problem}
      />
      {precision === "time" && (
        <Select
          label={say("taken.offset")}
          value={offset === "" ? UNKNOWN : offset}
          onChange={(next) =>
            set("capturedAt", takenValue({ local, offset: next === UNKNOWN ? "" : next }))
          }
          isDisabled={busy || local === ""}
          options={[
            { value: UNKNOWN, label: say("taken.unknown") },
            ...offsetsWith(offset).map((one) => ({ value: one, label: `UTC${one}` })),
          ]}
        />
      )}
    </div>
  );
}

/** How precisely the time is known: as was chosen, until somebody else says another time. */
function usePrecision(local: string): [Precision, (local: string, precision: Precision) => void] {
  const [chosen, setChosen] = useState<{ local: string; precision: Precision } | null>(null);
  const now = chosen?.local === local ? chosen.precision : (precisionOf(local) ?? "time");
  return [now, (text, precision) => setChosen({ local: text, precision })];
}

function useProblem(): string | undefined {
  const say = useWords(words);
  const refusalText = useRefusalText();
  const { value, isChanged, refusals } = useEditing();
  if (isChanged("capturedAt") && isWrongTime(value("capturedAt"))) return say("taken.wrong");
  const refused = refusalAt(refusals, "capturedAt");
  return refused && refusalText(refused);
}
