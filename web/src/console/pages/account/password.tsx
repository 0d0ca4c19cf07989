import { useState } from "react";

import { useSend } from "../../client/send";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Field } from "../../ui/field";
import { Form, Part, Row } from "../../ui/form";
import { Refusals, useFieldProblem } from "../../ui/refusals";
import { notify } from "../../ui/toasts";
import { useWords } from "../../words/words";
import { ChangePasswordDocument } from "./account.generated";
import { words } from "./words";

/** Changes one's own password, which ends every other session. */
export function Password(): React.JSX.Element {
  const say = useWords(words);
  const [currentPassword, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const { send, busy, refusals } = useSend(ChangePasswordDocument, (data) => data.changePassword, {
    inForm: true,
  });
  const problem = useFieldProblem(refusals);

  async function change(): Promise<void> {
    const sent = await send({ input: { currentPassword, password } });
    if (!sent) return;
    setCurrent("");
    setPassword("");
    notify(say("password.changed", { count: sent.sessionsEnded ?? 0 }));
  }

  return (
    <Part title={say("password")} lead={say("password.lead")}>
      <Card>
        <Form onSubmit={() => void change()}>
          <Field
            label={say("password.current")}
            type="password"
            autoComplete="current-password"
            value={currentPassword}
            onChange={setCurrent}
            problem={problem("currentPassword")}
            isRequired
          />
          <Field
            label={say("password.next")}
            hint={say("password.hint")}
            type="password"
            autoComplete="new-password"
            value={password}
            onChange={setPassword}
            problem={problem("password")}
            isRequired
          />
          <Refusals refusals={refusals} except={["currentPassword", "password"]} />
          <Row>
            <Button type="submit" isDisabled={busy}>
              {say("password.change")}
            </Button>
          </Row>
        </Form>
      </Card>
    </Part>
  );
}
