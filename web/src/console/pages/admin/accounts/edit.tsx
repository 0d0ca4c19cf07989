import { useState } from "react";

import { useSend } from "../../../client/send";
import { Button } from "../../../ui/button";
import { Dialog, DialogButtons } from "../../../ui/dialog";
import { Field } from "../../../ui/field";
import { Form } from "../../../ui/form";
import { Refusals, useFieldProblem } from "../../../ui/refusals";
import { notify } from "../../../ui/toasts";
import { useWords } from "../../../words/words";
import { type AccountRowFragment, UpdateUserDocument } from "./accounts.generated";
import { words } from "./words";

interface Props {
  readonly account: AccountRowFragment;
  readonly onClose: () => void;
}

/** Changes what somebody is called and the address that they sign in with. */
export function EditAccount({ account, onClose }: Props): React.JSX.Element {
  const say = useWords(words);
  const [name, setName] = useState(account.name);
  const [email, setEmail] = useState(account.email);
  const { send, busy, refusals } = useSend(UpdateUserDocument, (data) => data.updateUser, {
    inForm: true,
  });
  const problem = useFieldProblem(refusals);

  async function save(): Promise<void> {
    const isMoved = email !== account.email;
    const input = { id: account.id, name, ...(isMoved && { email }) };
    if (!(await send({ input }))) return;
    notify(say("edit.done", { name }));
    onClose();
  }

  return (
    <Dialog title={say("edit.title", { name: account.name })} isOpen onClose={onClose}>
      <Form onSubmit={() => void save()}>
        <Field
          label={say("name")}
          value={name}
          onChange={setName}
          problem={problem("name")}
          maxLength={100}
          isRequired
          autoFocus
        />
        <Field
          label={say("email")}
          type="email"
          value={email}
          onChange={setEmail}
          problem={problem("email")}
          isRequired
        />
        <Refusals refusals={refusals} except={["email", "name"]} />
        <DialogButtons>
          <Button onPress={onClose}>{say("cancel")}</Button>
          <Button type="submit" kind="primary" isDisabled={busy}>
            {say("edit.save")}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}
