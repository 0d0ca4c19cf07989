import { useState } from "react";

import { useSend } from "../../client/send";
import { useAccount, useSession } from "../../session/account";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Field } from "../../ui/field";
import { Form, Part, Row } from "../../ui/form";
import { Refusals } from "../../ui/refusals";
import { notify } from "../../ui/toasts";
import { useWords } from "../../words/words";
import { UpdateProfileDocument } from "./account.generated";
import { words } from "./words";

/** One's own name. */
export function Profile(): React.JSX.Element {
  const say = useWords(words);
  const account = useAccount();
  const session = useSession();
  const [name, setName] = useState(account.name);
  const { send, busy, refusals } = useSend(UpdateProfileDocument, (data) => data.updateProfile, {
    inForm: true,
  });

  async function save(): Promise<void> {
    if (!(await send({ name }))) return;
    notify(say("name.saved"));
    // The name in the header is that of the session.
    await session.renew();
  }

  return (
    <Part title={say("name")}>
      <Card>
        <Form onSubmit={() => void save()}>
          <Field label={say("name")} value={name} onChange={setName} maxLength={100} isRequired />
          <Refusals refusals={refusals} />
          <Row>
            <Button type="submit" isDisabled={busy || name === account.name}>
              {say("name.save")}
            </Button>
          </Row>
        </Form>
      </Card>
    </Part>
  );
}
