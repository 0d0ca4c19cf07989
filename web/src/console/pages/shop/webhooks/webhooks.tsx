import { Link } from "@tanstack/react-router";
import { Plus, Webhook } from "lucide-react";
import { useState } from "react";

import { usePages } from "../../../client/pages";
import { Button } from "../../../ui/button";
import { Empty } from "../../../ui/empty";
import { Part } from "../../../ui/form";
import { Listing } from "../../../ui/listing";
import type { Column } from "../../../ui/table";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { SecretDialog } from "../secret-dialog";
import { Edit } from "./edit";
import { WebhookStateChip } from "./state";
import { type WebhookRowFragment, WebhooksDocument } from "./webhooks.generated";
import { words } from "./words";

/** Programs that are told of what shops see anew. */
export function Webhooks(): React.JSX.Element {
  const say = useWords(words);
  const [creating, setCreating] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const pages = usePages({
    query: WebhooksDocument,
    variables: (paging) => paging,
    connection: (data) => data.webhooks,
  });
  return (
    <Part
      title={say("title")}
      lead={say("lead")}
      actions={
        <Button kind="primary" onPress={() => setCreating(true)}>
          <Plus aria-hidden="true" size={18} />
          {say("new")}
        </Button>
      }
    >
      <Listing
        label={say("title")}
        pages={pages}
        columns={useColumns()}
        rowKey={({ id }) => id}
        empty={
          <Empty icon={<Webhook />} title={say("none")}>
            {say("none.text")}
          </Empty>
        }
      />
      {creating && (
        <Edit
          onClose={() => setCreating(false)}
          onDone={(made) => {
            setCreating(false);
            setSecret(made);
            pages.reload();
          }}
        />
      )}
      <SecretDialog
        secret={secret}
        text={say("secret.text")}
        label={say("secret")}
        onClose={() => setSecret(null)}
      />
    </Part>
  );
}

function useColumns(): readonly Column<WebhookRowFragment>[] {
  const say = useWords(words);
  const { date, list } = useFormats();
  return [
    {
      key: "url",
      label: say("url"),
      cell: ({ id, url }) => (
        <Link to="/shop/webhooks/$webhookId" params={{ webhookId: id }}>
          {url}
        </Link>
      ),
    },
    { key: "state", label: say("state"), cell: (one) => <WebhookStateChip webhook={one} /> },
    {
      key: "events",
      label: say("events"),
      cell: ({ events }) => list(events.map((kind) => say(`kind.${kind}`))),
    },
    { key: "since", label: say("since"), cell: ({ createdAt }) => date(createdAt) },
  ];
}
