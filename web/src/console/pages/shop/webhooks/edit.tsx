import { useState } from "react";

import { useRefusalText } from "../../../client/refusals";
import { useSend } from "../../../client/send";
import type { ChangeKind } from "../../../generated/schema";
import { Button } from "../../../ui/button";
import { CheckGroup } from "../../../ui/check";
import { Dialog, DialogButtons } from "../../../ui/dialog";
import { Field } from "../../../ui/field";
import { Form } from "../../../ui/form";
import { Refusals, useFieldProblem } from "../../../ui/refusals";
import { notify } from "../../../ui/toasts";
import { useWords } from "../../../words/words";
import { FIRST_QUERY, KINDS } from "./kinds";
import { QueryField } from "./query";
import {
  CreateWebhookDocument,
  UpdateWebhookDocument,
  type WebhookRowFragment,
} from "./webhooks.generated";
import { words } from "./words";

interface Props {
  /** The one that is changed; else a new one is made. */
  readonly webhook?: WebhookRowFragment;
  readonly onClose: () => void;
  /** With the secret of a new one. */
  readonly onDone: (secret: string | null) => void;
}

/** Makes a webhook, or changes one. */
export function Edit({ webhook, onClose, onDone }: Props): React.JSX.Element {
  const say = useWords(words);
  const sayRefusal = useRefusalText();
  const [url, setUrl] = useState(webhook?.url ?? "https://");
  const [query, setQuery] = useState(webhook?.query ?? FIRST_QUERY);
  const [events, setEvents] = useState<readonly ChangeKind[]>(webhook?.events ?? KINDS);
  const make = useSend(CreateWebhookDocument, (data) => data.createWebhook, { inForm: true });
  const change = useSend(UpdateWebhookDocument, (data) => data.updateWebhook, { inForm: true });
  const refusals = [...make.refusals, ...change.refusals];
  const problem = useFieldProblem(refusals);
  const inQuery = refusals.filter(({ path }) => path.includes("query"));

  async function save(): Promise<void> {
    if (webhook === undefined) {
      const made = await make.send({ input: { url, query, events } });
      if (made) onDone(made.secret);
      return;
    }
    const { id, version: expectedVersion } = webhook;
    if (!(await change.send({ input: { id, expectedVersion, url, query, events } }))) return;
    notify(say("saved"));
    onDone(null);
  }

  return (
    <Dialog title={say(webhook ? "edit" : "new")} isOpen onClose={onClose}>
      <Form onSubmit={() => void save()}>
        <Field
          label={say("url")}
          hint={say("url.hint")}
          type="url"
          value={url}
          onChange={setUrl}
          problem={problem("url")}
          isRequired
          autoFocus
        />
        <CheckGroup
          label={say("events")}
          value={events}
          onChange={setEvents}
          problem={problem("events")}
          options={KINDS.map((value) => ({ value, label: say(`kind.${value}`) }))}
        />
        <QueryField value={query} onChange={setQuery} problems={inQuery.map(sayRefusal)} />
        <Refusals refusals={refusals} except={["url", "events", "query"]} />
        <DialogButtons>
          <Button onPress={onClose}>{say("cancel")}</Button>
          <Button
            type="submit"
            kind="primary"
            isDisabled={make.busy || change.busy || events.length === 0}
          >
            {say(webhook ? "save" : "create")}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}
