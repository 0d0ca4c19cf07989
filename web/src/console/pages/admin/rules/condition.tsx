import type { ReviewRuleConditionInput } from "../../../generated/schema";
import { CheckGroup } from "../../../ui/check";
import { Field } from "../../../ui/field";
import { Row } from "../../../ui/form";
import { Select } from "../../../ui/select";
import { useWords } from "../../../words/words";
import type { ReviewRulesQuery } from "./rules.generated";
import { words } from "./words";

const NUMBERS = ["leastScore", "mostScore", "leastSide", "mostSide"] as const;
const FLAGS = ["hasProduct", "duplicate"] as const;
const CHANNELS = ["readyFor", "unreadyFor"] as const;
const ANSWERS = ["ANY", "YES", "NO"] as const;

interface Props {
  readonly when: ReviewRuleConditionInput;
  readonly channels: ReviewRulesQuery["channels"];
  readonly onChange: (when: ReviewRuleConditionInput) => void;
}

/** Which pictures a rule is about: all that is given must hold. */
export function Condition({ when, channels, onChange }: Props): React.JSX.Element {
  const say = useWords(words);
  const options = channels.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      <Row>
        {NUMBERS.map((name) => (
          <Field
            key={name}
            label={say(`when.${name}`)}
            type="number"
            value={when[name]?.toString() ?? ""}
            onChange={(text) => onChange({ ...when, [name]: whole(text) })}
          />
        ))}
        {FLAGS.map((name) => (
          <Select
            key={name}
            label={say(`when.${name}`)}
            value={answerOf(when[name])}
            onChange={(one) => onChange({ ...when, [name]: one === "ANY" ? null : one === "YES" })}
            options={ANSWERS.map((value) => ({ value, label: say(`answer.${value}`) }))}
          />
        ))}
      </Row>
      {CHANNELS.map((name) => (
        <CheckGroup
          key={name}
          label={say(`when.${name}`)}
          options={options}
          value={when[name] ?? []}
          onChange={(chosen) => onChange({ ...when, [name]: chosen })}
        />
      ))}
    </>
  );
}

/** Empty means any. */
function whole(text: string): number | null {
  const value = Number.parseInt(text, 10);
  return Number.isNaN(value) ? null : value;
}

function answerOf(value: boolean | null | undefined): (typeof ANSWERS)[number] {
  if (value === null || value === undefined) return "ANY";
  return value ? "YES" : "NO";
}
