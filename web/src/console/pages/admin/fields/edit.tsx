import { useState } from "react";

import { useSend } from "../../../client/send";
import type { CustomFieldType } from "../../../generated/schema";
import { Button } from "../../../ui/button";
import { Check } from "../../../ui/check";
import { Dialog, DialogButtons } from "../../../ui/dialog";
import { Field } from "../../../ui/field";
import { Form } from "../../../ui/form";
import { Refusals, useFieldProblem } from "../../../ui/refusals";
import { Select } from "../../../ui/select";
import { notify } from "../../../ui/toasts";
import { useWords } from "../../../words/words";
import {
  CreateCustomFieldDocument,
  type CustomFieldRowFragment,
  UpdateCustomFieldDocument,
} from "./fields.generated";
import { words } from "./words";

const TYPES: readonly CustomFieldType[] = ["TEXT", "NUMBER", "BOOLEAN", "DATE", "CHOICE", "CHOICES"];

interface Props {
  /** The one that is changed; else a new one is made. */
  readonly field?: CustomFieldRowFragment;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Makes a field, or changes one; its key and type stay for ever. */
export function EditField({ field, onClose, onDone }: Props): React.JSX.Element {
  const say = useWords(words);
  const [key, setKey] = useState("");
  const [label, setLabel] = useState(field?.label ?? "");
  const [type, setType] = useState<CustomFieldType>(field?.type ?? "TEXT");
  const [lines, setLines] = useState(field?.choices.join("\n") ?? "");
  const [required, setRequired] = useState(field?.required ?? false);
  const make = useSend(CreateCustomFieldDocument, (data) => data.createCustomField, { inForm: true });
  const change = useSend(UpdateCustomFieldDocument, (data) => data.updateCustomField, { inForm: true });
  const refusals = [...make.refusals, ...change.refusals];
  const problem = useFieldProblem(refusals);
  const hasChoices = type === "CHOICE" || type === "CHOICES";

  async function save(): Promise<void> {
    const choices = lines.split("\n").map((one) => one.trim()).filter(Boolean);
    const told = { label, required, ...(hasChoices && { choices }) };
    const sent = field
      ? await change.send({ input: { id: field.id, expectedVersion: field.version, ...told } })
      : await make.send({ input: { key, type, ...told } });
    if (!sent) return;
    notify(say("saved", { label }));
    onDone();
  }

  return (
    <Dialog title={say(field ? "edit" : "new")} isOpen onClose={onClose}>
      <Form onSubmit={() => void save()}>
        <Field
          label={say("label")}
          value={label}
          onChange={setLabel}
          problem={problem("label")}
          maxLength={100}
          isRequired
          autoFocus
        />
        {!field && (
          <>
            <Field
              label={say("key")}
              hint={say("key.hint")}
              value={key}
              onChange={setKey}
              problem={problem("key")}
              maxLength={40}
              isRequired
            />
            <Select
              label={say("type")}
              value={type}
              onChange={setType}
              options={TYPES.map((value) => ({ value, label: say(`type.${value}`) }))}
            />
          </>
        )}
        {hasChoices && (
          <Field
            label={say("choices")}
            hint={say("choices.hint")}
            lines={4}
            value={lines}
            onChange={setLines}
            problem={problem("choices")}
          />
        )}
        <Check isSelected={required} onChange={setRequired}>
          {say("required.hint")}
        </Check>
        <Refusals refusals={refusals} except={["label", "key", "choices"]} />
        <DialogButtons>
          <Button onPress={onClose}>{say("cancel")}</Button>
          <Button type="submit" kind="primary" isDisabled={make.busy || change.busy}>
            {say("save")}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}
