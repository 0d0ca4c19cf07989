import { useEffect } from "react";

import { usePages } from "../../../client/pages";
import type { Column } from "../../../ui/table";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { AuditPeopleDocument, type AuditQuery } from "./audit.generated";
import styles from "./audit.module.css";
import { words } from "./words";

type Entry = AuditQuery["audit"]["nodes"][number];
/** So many names are asked for at once. */
const NAMES = 100;

/** What a row of the audit shows. */
export function useAuditColumns(shown: readonly Entry[]): readonly Column<Entry>[] {
  const say = useWords(words);
  const { dateTime } = useFormats();
  const names = useNames(shown);
  const who = ({ actor }: Entry): string => {
    if (actor.rule !== null) return say("rule", { name: actor.rule });
    if (actor.apiKeyId !== null) return say("key");
    return actor.userId === null ? say("itself") : (names.get(actor.userId) ?? say("person"));
  };
  return [
    { key: "at", label: say("at"), wrap: "never", cell: ({ at }) => dateTime(at) },
    { key: "who", label: say("who"), cell: who },
    { key: "action", label: say("action"), cell: ({ action }) => <code>{action}</code> },
    { key: "subject", label: say("subject"), cell: ({ subjectKind }) => subjectKind },
    { key: "changes", label: say("changes"), cell: (entry) => <Changes entry={entry} /> },
  ];
}

/** What people are called, by the id that the audit knows them by: read on until all are found. */
function useNames(shown: readonly Entry[]): ReadonlyMap<string, string> {
  const { rows, loading, error, hasMore, more } = usePages({
    query: AuditPeopleDocument,
    variables: (paging) => paging,
    connection: (data) => data.users,
    first: NAMES,
  });
  const names = new Map(rows.map(({ userId, name }) => [userId, name]));
  const isUnknown = shown.some(({ actor }) => actor.userId !== null && !names.has(actor.userId));
  const isWanted = isUnknown && hasMore && !loading && !error;
  useEffect(() => {
    if (isWanted) more();
  }, [isWanted, more]);
  return names;
}

function Changes({ entry: { before, after } }: { readonly entry: Entry }): React.JSX.Element {
  const say = useWords(words);
  const texts = [before, after].map((one) => JSON.stringify(one, null, 1));
  if (texts.every((text) => text === "{}")) return <>–</>;
  return (
    <details>
      <summary>{say("show")}</summary>
      <dl className={styles["changes"]}>
        <dt>{say("before")}</dt>
        <dd>
          <pre>{texts[0]}</pre>
        </dd>
        <dt>{say("after")}</dt>
        <dd>
          <pre>{texts[1]}</pre>
        </dd>
      </dl>
    </details>
  );
}
