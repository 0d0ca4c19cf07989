import { GraphiQL } from "graphiql";
import { useMemo } from "react";

import type { Session } from "../console/session/session";
import { AccountDialog } from "./account-dialog";
import type { Attachments } from "./attachments";
import { EXAMPLES } from "./examples";
import { fetcherFor } from "./fetcher";
import { FilesButton } from "./files-button";
import type { Shelf } from "./shelf";

interface Props {
    readonly attachments: Attachments;
  readonly endpoint: URL;
  readonly session: Session;
  readonly shelf: Shelf;
}

/** GraphiQL on our endpoint, with places to sign in and to choose files, and examples to begin with. */
export function Page({ attachments, endpoint, session, shelf }: Props): React.JSX.Element {
  const fetcher = useMemo(
    () => fetcherFor(endpoint, session, attachments.files),
    [endpoint, session, attachments],
  );
  const firstVisit = useMemo(() => shelf.length === 0, [shelf]);
  return (
    <GraphiQL
      fetcher={fetcher}
      storage={shelf}
      defaultTabs={EXAMPLES}
      // Of the first default tab, GraphiQL would show the query alone.
      {...(firstVisit && { initialVariables: EXAMPLES[0].variables })}
      defaultEditorToolsVisibility="variables"
      shouldPersistHeaders
      inputValueDeprecation
      schemaDescription
    >
      <GraphiQL.Logo>
        <div className="brand">
          <FilesButton attachments={attachments} />
          <AccountDialog session={session} />
          <span className="brand-name">Ecogram</span>
        </div>
      </GraphiQL.Logo>
    </GraphiQL>
  );
}
