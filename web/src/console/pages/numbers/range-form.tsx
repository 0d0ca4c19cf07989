import { useNavigate } from "@tanstack/react-router";

import { dayOf, daysBefore } from "../../days";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { Row } from "../../ui/form";
import { Select } from "../../ui/select";
import { useWords } from "../../words/words";
import { GROUPINGS, type Range } from "./range";
import styles from "./numbers.module.css";
import { words } from "./words";

const LENGTHS = [7, 30, 90, 365] as const;

interface Props {
  readonly range: Range;
  /** Whether everybody's numbers are told; else one's own, by time. */
  readonly isAll: boolean;
}

/** Which days and how they are put together; it writes the address. */
export function RangeForm({ range, isAll }: Props): React.JSX.Element {
  const say = useWords(words);
  const navigate = useNavigate({ from: "/numbers" });
  const groupings = isAll ? GROUPINGS : GROUPINGS.slice(0, 3);

  function change(next: Partial<Range>): void {
    const all = { ...range, ...next };
    if (all.from === "" || all.to === "") return;
    void navigate({ search: all, replace: true });
  }

  return (
    <Row>
      <Field
        label={say("from")}
        type="date"
        value={range.from}
        onChange={(from) => change({ from })}
      />
      <Field label={say("to")} type="date" value={range.to} onChange={(to) => change({ to })} />
      <Select
        label={say("by")}
        value={range.by}
        onChange={(by) => change({ by })}
        options={groupings.map((value) => ({ value, label: say(`by.${value}`) }))}
      />
      <div className={styles["lengths"]}>
        {LENGTHS.map((days) => {
          const to = dayOf(Date.now());
          const from = daysBefore(to, days - 1);
          return (
            <Button key={days} kind="quiet" small onPress={() => change({ from, to })}>
              {say("last", { days })}
            </Button>
          );
        })}
      </div>
    </Row>
  );
}
