import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";

import { usePages } from "../../../client/pages";
import { Button } from "../../../ui/button";
import { Chip } from "../../../ui/chip";
import { Empty } from "../../../ui/empty";
import { Part } from "../../../ui/form";
import { Listing } from "../../../ui/listing";
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
  const [creating, setCreating] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const pages = usePages({
    query: ApiKeysDocument,
    variables: (paging) => paging,
    connection: (data) => data.apiKeys,
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
          <Empty icon={<KeyRound />} title={say("none")}>
            {say("none.text")}
          </Empty>
        }
      />
      {creating && (
        <Create
          onClose={() => setCreating(false)}
          onCreated={(made) => {
            setCreating(false);
            setSecret(made);
            pages.reload();
          }}
        />
      )}
      <SecretDialog
        secret={secret}
        label={say("secret")}
        text={say("secret.text")}
        onClose={() => setSecret(null)}
      />
    </Part>
  );
}

function useColumns(): readonly Column<ApiKeyRowFragment>[] {
  const say = useWords(words);
  const { date, ago, list } = useFormats();
  return [
    { key: "name", label: say("name"), cell: ({ name }) => <strong>{name}</strong> },
    {
      key: "scopes",
      label: say("scopes"),
      cell: ({ scopes }) => list(scopes.map((scope) => say(`scope.${scope}`))),
    },
    { key: "state", label: say("state"), cell: (key) => <State of={key} /> },
    {
      key: "used",
      label: say("used"),
      cell: ({ lastUsedAt }) => (lastUsedAt === null ? say("used.never") : ago(lastUsedAt)),
    },
    {
      key: "ends",
      label: say("ends"),
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
