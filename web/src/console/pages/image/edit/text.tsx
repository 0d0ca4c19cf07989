import { refusalAt, useRefusalText } from "../../../client/refusals";
import { Field } from "../../../ui/field";
import { useWords } from "../../../words/words";
import { words } from "../words";
import { useEditing } from "./editing";
import styles from "./edit.module.css";
import { useFieldName } from "./names";
import { Source } from "./source";
import { asText, LIMITS, type TextName } from "./values";

interface Props {
  readonly name: TextName;
  readonly lines?: number;
  readonly hint?: string;
}

/** One text of the picture, with where it came from and how much room is left. */
export function Text({ name, lines, hint }: Props): React.JSX.Element {
  const { value, set, mayEdit, refusals } = useEditing();
  const called = useFieldName();
  const refusalText = useRefusalText();
  const text = asText(value(name)) ?? "";
  const refused = refusalAt(refusals, name);
  return (
    <div className={styles["held"]}>
      <Field
        label={called(name)}
        {...(lines !== undefined && { lines })}
        {...(hint !== undefined && { hint })}
        value={text}
        onChange={(next) => set(name, next)}
        isReadOnly={!mayEdit}
        problem={refused ? refusalText(refused) : undefined}
      />
      <Source of={name} />
      <Count text={text} limit={LIMITS[name]} />
    </div>
  );
}

/** How many characters are used; silent while there is plenty of room. */
export function Count({
  text,
  limit,
  always = false,
}: {
  readonly text: string;
  readonly limit: number;
  readonly always?: boolean;
}): React.JSX.Element | null {
  const say = useWords(words);
  const count = [...text].length;
  if (!always && count < limit * 0.8) return null;
  return (
    <span className={count > limit ? styles["over"] : styles["count"]}>
      {say("edit.count", { count, limit })}
    </span>
  );
}
