import { Link } from "@tanstack/react-router";
import { Plus, Webhook } from "lucide-react";
import { useState } from "react";

import { usePages } from "../../../client/pages";
import { ListPart } from "../../../ui/list-part";
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
  const [secret, setSecret] = useState<string | null>(null);
  const pages = usePages({
    query: WebhooksDocument,
    variables: (paging) => paging,
    connection: (data) => data.webhooks,
  });
  return (
    <>
      <ListPart
        title={say("title")}
        lead={say("lead")}
        pages={pages}
        columns={useColumns()}
        empty={{ icon: <Webhook />, title: say("none"), text: say("none.text") }}
        add={{
          icon: <Plus aria-hidden="true" size={18} />,
          label: say("new"),
          form: ({ onClose, onMade }) => (
            <Edit
              onClose={onClose}
              onDone={(made) => {
                onMade();
                setSecret(made);
              }}
            />
          ),
        }}
      />
      <SecretDialog
        secret={secret}
        text={say("secret.text")}
        label={say("secret")}
        onClose={() => setSecret(null)}
      />
    </>
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
    { key: "state", label: say("state"), wrap: "never", cell: (one) => <WebhookStateChip webhook={one} /> },
    {
      key: "events",
      label: say("events"),
      wrap: "words",
      cell: ({ events }) => list(events.map((kind) => say(`kind.${kind}`))),
    },
    { key: "since", label: say("since"), wrap: "never", cell: (one) => date(one.createdAt) },
  ];
}
