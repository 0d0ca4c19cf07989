import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useQuery } from "urql";

import { Button } from "../../../ui/button";
import { Card } from "../../../ui/card";
import { Facts } from "../../../ui/facts";
import { Part } from "../../../ui/form";
import { NotFoundPart } from "../../../ui/not-found-part";
import { Loading, Problem } from "../../../ui/problem";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { SecretDialog } from "../secret-dialog";
import { Deliveries } from "./deliveries";
import { Edit } from "./edit";
import { Pause } from "./pause";
import { Delete, Rotate } from "./secret-and-end";
import { WebhookStateChip } from "./state";
import { Test } from "./test";
import { OneWebhookDocument } from "./webhooks.generated";
import styles from "./webhooks.module.css";
import { words } from "./words";

/** One webhook: what it is, what can be done with it, and what was sent. */
export function WebhookPart(): React.JSX.Element {
  const say = useWords(words);
  const { date, dateTime, list } = useFormats();
  const navigate = useNavigate();
  const { webhookId: id } = useParams({ from: "/signed-in/shop/webhooks/$webhookId" });
  const [{ data, error }, reread] = useQuery({ query: OneWebhookDocument, variables: { id } });
  const [editing, setEditing] = useState(false);
  const [testing, setTesting] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  if (error && !data) return <Problem error={error} onRetry={reread} />;
  if (data === undefined) return <Loading />;
  if (!data.webhook) return <NotFoundPart />;
  const webhook = data.webhook;
  return (
    <Part
      title={webhook.url}
      lead={<Link to="/shop/webhooks" activeOptions={{ exact: true }}>{say("back")}</Link>}
      actions={
        <>
          <Button onPress={() => setTesting(true)}>{say("test")}</Button>
          <Pause webhook={webhook} />
          <Button onPress={() => setEditing(true)}>{say("edit")}</Button>
          <Rotate id={id} onSecret={setSecret} />
          <Delete id={id} onDone={() => void navigate({ to: "/shop/webhooks" })} />
        </>
      }
    >
      {webhook.problem && (
        <div role="alert" className={styles["alert"]}>
          <p lang="en">{webhook.problem.message}</p>
          <p>{say("stopped.text")}</p>
        </div>
      )}
      <Card>
        <div className={styles["facts"]}>
          <Facts
            facts={[
              [say("state"), <WebhookStateChip key="state" webhook={webhook} />],
              [say("events"), list(webhook.events.map((kind) => say(`kind.${kind}`)))],
              [say("since"), date(webhook.createdAt)],
              [say("secrets"), <Secrets key="secrets" of={webhook.secrets.map(sayTold)} />],
            ]}
          />
        </div>
        <details>
          <summary>{say("query")}</summary>
          <pre tabIndex={0} className={styles["code"]}>
            {webhook.query}
          </pre>
        </details>
      </Card>
      <Deliveries id={id} />
      {editing && (
        <Edit webhook={webhook} onClose={() => setEditing(false)} onDone={() => setEditing(false)} />
      )}
      {testing && <Test webhook={webhook} onClose={() => setTesting(false)} />}
      <SecretDialog
        secret={secret}
        label={say("secret")}
        text={say("secret.text")}
        onClose={() => setSecret(null)}
      />
    </Part>
  );

  function sayTold({ createdAt, expiresAt }: (typeof webhook.secrets)[number]): string {
    if (expiresAt === null) return say("secret.of", { at: dateTime(createdAt) });
    return say("secret.until", { at: dateTime(createdAt), until: dateTime(expiresAt) });
  }
}

function Secrets({ of }: { readonly of: readonly string[] }): React.JSX.Element {
  return (
    <ul className={styles["secrets"]}>
      {of.map((told) => (
        <li key={told}>{told}</li>
      ))}
    </ul>
  );
}
