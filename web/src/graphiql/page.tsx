import { HISTORY_PLUGIN, GraphiQL } from "graphiql";
import type { GraphiQLPlugin } from "@graphiql/react";
import { useMemo } from "react";

import type { Account } from "./account";
import { AccountPanel, AccountStatus, PersonIcon } from "./account-panel";
import { EXAMPLES } from "./examples";
import { fetcherFor } from "./fetcher";
import type { Shelf } from "./shelf";

interface Props {
  readonly account: Account;
  readonly endpoint: URL;
  readonly shelf: Shelf;
}

/** GraphiQL on our endpoint, with a place to sign in and examples to begin with. */
export function Page({ account, endpoint, shelf }: Props): React.JSX.Element {
  const fetcher = useMemo(() => fetcherFor(endpoint, account.token), [endpoint, account]);
  const panel = useMemo(() => accountPlugin(account), [account]);
  const plugins = useMemo(() => [HISTORY_PLUGIN, panel], [panel]);
  return (
    <GraphiQL
      fetcher={fetcher}
      plugins={plugins}
      storage={shelf}
      defaultTabs={EXAMPLES}
      defaultEditorToolsVisibility="variables"
      shouldPersistHeaders
      inputValueDeprecation
      schemaDescription
    >
      <GraphiQL.Logo>
        <AccountStatus account={account} panel={panel} />
      </GraphiQL.Logo>
    </GraphiQL>
  );
}

function accountPlugin(account: Account): GraphiQLPlugin {
  return { title: "Account", icon: PersonIcon, content: () => <AccountPanel account={account} /> };
}
