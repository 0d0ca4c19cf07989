import { Select } from "../../../ui/select";
import { useWords } from "../../../words/words";
import { words } from "../words";
import { useEditing } from "./editing";
import styles from "./edit.module.css";
import { useFieldName } from "./names";
import { Source } from "./source";
import { asSwitch, type SwitchName } from "./values";

/** Yes, no, or nothing said. */
export function Switch({ name }: { readonly name: SwitchName }): React.JSX.Element {
  const { value, set, mayEdit } = useEditing();
  const say = useWords(words);
  const called = useFieldName();
  const held = asSwitch(value(name));
  return (
    <div className={styles["held"]}>
      <Select
        label={called(name)}
        value={held === null ? "unsaid" : held ? "yes" : "no"}
        onChange={(next) => set(name, next === "unsaid" ? null : next === "yes")}
        isDisabled={!mayEdit}
        options={[
          { value: "unsaid", label: say("unsaid") },
          { value: "yes", label: say("yes") },
          { value: "no", label: say("no") },
        ]}
      />
      <Source of={name} />
    </div>
  );
}
