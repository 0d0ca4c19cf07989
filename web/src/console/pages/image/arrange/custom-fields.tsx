import { refusalAt, useRefusalText } from "../../../client/refusals";
import { CheckGroup } from "../../../ui/check";
import { Field } from "../../../ui/field";
import { Select } from "../../../ui/select";
import { useWords } from "../../../words/words";
import { useEditing } from "../edit/editing";
import { asList, asSwitch, asText, customKey } from "../edit/values";
import { words } from "../words";
import type { ImagePlacesQuery } from "./arrange.generated";

type Defined = ImagePlacesQuery["customFields"][number];

/** The fields that this house has defined, each by its type. */
export function CustomFields({ fields }: { readonly fields: readonly Defined[] }): React.JSX.Element {
  return (
    <>
      {fields.map((field) => (
        <One key={field.id} field={field} />
      ))}
    </>
  );
}

function One({ field }: { readonly field: Defined }): React.JSX.Element {
  const say = useWords(words);
  const { value, set, mayEdit, refusals } = useEditing();
  const refusalText = useRefusalText();
  const key = customKey(field);
  const held = value(key);
  const refused = refusalAt(refusals, field.key);
  const problem = refused ? refusalText(refused) : undefined;
  const label = field.required ? say("custom.required", { label: field.label }) : field.label;
  const nothing = { value: "", label: say("unsaid") };
  const choices = field.choices.map((one) => ({ value: one, label: one }));
  switch (field.type) {
    case "BOOLEAN": {
      const now = asSwitch(held);
      return (
        <Select
          label={label}
          value={now === null ? "" : now ? "yes" : "no"}
          onChange={(next) => set(key, next === "" ? null : next === "yes")}
          isDisabled={!mayEdit}
          problem={problem}
          options={[
            nothing,
            { value: "yes", label: say("yes") },
            { value: "no", label: say("no") },
          ]}
        />
      );
    }
    case "CHOICE":
      return (
        <Select
          label={label}
          value={asText(held) ?? ""}
          onChange={(next) => set(key, next === "" ? null : next)}
          isDisabled={!mayEdit}
          problem={problem}
          options={[nothing, ...choices]}
        />
      );
    case "CHOICES":
      return (
        <CheckGroup
          label={label}
          value={asList(held)}
          onChange={(next) => mayEdit && set(key, next)}
          problem={problem}
          options={choices}
        />
      );
    case "NUMBER":
      return (
        <Field
          label={label}
          type="number"
          value={typeof held === "number" ? String(held) : ""}
          onChange={(next) => set(key, next === "" ? null : Number(next))}
          isReadOnly={!mayEdit}
          problem={problem}
        />
      );
    default:
      return (
        <Field
          label={label}
          type={field.type === "DATE" ? "date" : "text"}
          value={asText(held) ?? ""}
          onChange={(next) => set(key, next === "" ? null : next)}
          isReadOnly={!mayEdit}
          problem={problem}
        />
      );
  }
}
