import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";

import { usePages } from "../../../client/pages";
import { Ago } from "../../../ui/ago";
import { Chip } from "../../../ui/chip";
import { ListPart } from "../../../ui/list-part";
import type { Column } from "../../../ui/table";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { SecretDialog } from "../secret-dialog";
import { Create } from "./create";
import { type ApiKeyRowFragment, ApiKeysDocument } from "./keys.generated";
import { Revoke } from "./revoke";
import { words } from "./words";

/** What shops' programs show in place of a sign-in. */
export function Keys(): React.JSX.Element {
  const say = useWords(words);
  const [secret, setSecret] = useState<string | null>(null);
  const pages = usePages({
    query: ApiKeysDocument,
    variables: (paging) => paging,
    connection: (data) => data.apiKeys,
  });
  return (
    <>
      <ListPart
        title={say("title")}
        lead={say("lead")}
        pages={pages}
        columns={useColumns()}
        empty={{ icon: <KeyRound />, title: say("none"), text: say("none.text") }}
        add={{
          icon: <Plus aria-hidden="true" size={18} />,
          label: say("new"),
          form: ({ onClose, onMade }) => (
            <Create
              onClose={onClose}
              onCreated={(made) => {
                onMade();
                setSecret(made);
              }}
            />
          ),
        }}
      />
      <SecretDialog
        secret={secret}
        label={say("secret")}
        text={say("secret.text")}
        onClose={() => setSecret(null)}
      />
    </>
  );
}

function useColumns(): readonly Column<ApiKeyRowFragment>[] {
  const say = useWords(words);
  const { date, list } = useFormats();
  return [
    { key: "name", label: say("name"), cell: ({ name }) => <strong>{name}</strong> },
    {
      key: "scopes",
      label: say("scopes"),
      wrap: "words",
      cell: ({ scopes }) => list(scopes.map((scope) => say(`scope.${scope}`))),
    },
    { key: "state", label: say("state"), wrap: "never", cell: (key) => <State of={key} /> },
    {
      key: "used",
      label: say("used"),
      wrap: "never",
      cell: ({ lastUsedAt }) => (lastUsedAt === null ? say("used.never") : <Ago at={lastUsedAt} />),
    },
    {
      key: "ends",
      label: say("ends"),
      wrap: "never",
      cell: ({ expiresAt }) => (expiresAt === null ? say("ends.never") : date(expiresAt)),
    },
    {
      key: "revoke",
      label: say("revoke"),
      quiet: true,
      end: true,
      cell: (key) => <Revoke of={key} />,
    },
  ];
}

function State({ of }: { readonly of: ApiKeyRowFragment }): React.JSX.Element {
  const say = useWords(words);
  if (of.revokedAt !== null) return <Chip tone="bad">{say("revoked")}</Chip>;
  const isOver = of.expiresAt !== null && Date.parse(of.expiresAt) < Date.now();
  return isOver ? <Chip>{say("over")}</Chip> : <Chip tone="good">{say("good")}</Chip>;
}
