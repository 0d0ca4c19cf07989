import { useState } from "react";

import { useSend } from "../../../client/send";
import type { ApiKeyScope } from "../../../generated/schema";
import { Button } from "../../../ui/button";
import { CheckGroup } from "../../../ui/check";
import { Dialog, DialogButtons } from "../../../ui/dialog";
import { Field } from "../../../ui/field";
import { Form } from "../../../ui/form";
import { Refusals, useFieldProblem } from "../../../ui/refusals";
import { useWords } from "../../../words/words";
import { CreateApiKeyDocument } from "./keys.generated";
import { words } from "./words";

const SCOPES: readonly ApiKeyScope[] = ["CATALOG_READ"];
const FIELDS = ["name", "scopes", "expiresAt"];

interface Props {
  readonly onClose: () => void;
  readonly onCreated: (secret: string | null) => void;
}

/** Makes a key. */
export function Create({ onClose, onCreated }: Props): React.JSX.Element {
  const say = useWords(words);
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly ApiKeyScope[]>(SCOPES);
  const [ends, setEnds] = useState("");
  const { send, busy, refusals } = useSend(CreateApiKeyDocument, (data) => data.createApiKey, {
    inForm: true,
  });
  const problem = useFieldProblem(refusals);

  async function create(): Promise<void> {
    const expiresAt = ends === "" ? null : new Date(`${ends}T23:59:59`).toISOString();
    const made = await send({ input: { name, scopes, expiresAt } });
    if (made) onCreated(made.secret);
  }

  return (
    <Dialog title={say("new")} isOpen onClose={onClose}>
      <Form onSubmit={() => void create()}>
        <Field
          label={say("name")}
          hint={say("name.hint")}
          value={name}
          onChange={setName}
          problem={problem("name")}
          maxLength={100}
          isRequired
          autoFocus
        />
        <CheckGroup
          label={say("scopes")}
          value={scopes}
          onChange={setScopes}
          problem={problem("scopes")}
          options={SCOPES.map((value) => ({ value, label: say(`scope.${value}`) }))}
        />
        <Field
          label={say("ends")}
          hint={say("ends.hint")}
          type="date"
          value={ends}
          onChange={setEnds}
          problem={problem("expiresAt")}
        />
        <Refusals refusals={refusals} except={FIELDS} />
        <DialogButtons>
          <Button onPress={onClose}>{say("cancel")}</Button>
          <Button type="submit" kind="primary" isDisabled={busy || scopes.length === 0}>
            {say("create")}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}
