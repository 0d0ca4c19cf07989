import { useState } from "react";

import { useSend } from "../../../client/send";
import type { Role } from "../../../generated/schema";
import { Button } from "../../../ui/button";
import { Dialog, DialogButtons } from "../../../ui/dialog";
import { Field } from "../../../ui/field";
import { Form } from "../../../ui/form";
import { Refusals, useFieldProblem } from "../../../ui/refusals";
import { Select } from "../../../ui/select";
import { useWords } from "../../../words/words";
import { InviteUserDocument } from "./accounts.generated";
import { type Pass, passOf } from "./pass";
import { useRoleOptions } from "./roles";
import { words } from "./words";

interface Props {
  readonly onClose: () => void;
  readonly onInvited: (pass: Pass) => void;
}

/** Makes an account for somebody, who chooses the password by a link. */
export function Invite({ onClose, onInvited }: Props): React.JSX.Element {
  const say = useWords(words);
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("IMPORTER");
  const { send, busy, refusals } = useSend(InviteUserDocument, (data) => data.inviteUser, {
    inForm: true,
  });
  const problem = useFieldProblem(refusals);

  async function invite(): Promise<void> {
    const made = passOf(email, await send({ input: { email, role, name: name.trim() || null } }));
    if (made) onInvited(made);
  }

  return (
    <Dialog title={say("invite.title")} isOpen onClose={onClose}>
      <Form onSubmit={() => void invite()}>
        <Field
          label={say("email")}
          hint={say("email.hint")}
          type="email"
          value={email}
          onChange={setEmail}
          problem={problem("email")}
          isRequired
          autoFocus
        />
        <Field
          label={say("name")}
          hint={say("name.hint")}
          value={name}
          onChange={setName}
          problem={problem("name")}
          maxLength={100}
        />
        <Select label={say("role")} value={role} onChange={setRole} options={useRoleOptions()} />
        <Refusals refusals={refusals} except={["email", "name"]} />
        <DialogButtons>
          <Button onPress={onClose}>{say("cancel")}</Button>
          <Button type="submit" kind="primary" isDisabled={busy}>
            {say("invite.do")}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}
