import { useNavigate, useSearch } from "@tanstack/react-router";
import { ScrollText } from "lucide-react";

import { usePages } from "../../../client/pages";
import type { AuditWhere } from "../../../generated/schema";
import { Empty } from "../../../ui/empty";
import { Field } from "../../../ui/field";
import { Part, Row } from "../../../ui/form";
import { Listing } from "../../../ui/listing";
import { useWords } from "../../../words/words";
import type { AuditSearch } from "../search";
import { Typed } from "../typed";
import { AuditDocument } from "./audit.generated";
import { useAuditColumns } from "./columns";
import { AuditFile } from "./file";
import { words } from "./words";

/** Who changed what, and when. */
export function Audit(): React.JSX.Element {
  const say = useWords(words);
  const search = useSearch({ from: "/signed-in/admin/audit" });
  const navigate = useNavigate({ from: "/admin/audit" });
  const where = whereOf(search);
  const pages = usePages({
    query: AuditDocument,
    variables: (paging) => ({ ...paging, where }),
    connection: (data) => data.audit,
  });
  const columns = useAuditColumns(pages.rows);

  function filter(next: AuditSearch): void {
    void navigate({
      replace: true,
      search: (before) => {
        const kept = Object.entries({ ...before, ...next }).filter(([, value]) => value !== "");
        return Object.fromEntries(kept);
      },
    });
  }

  return (
    <Part title={say("title")} lead={say("lead")} actions={<AuditFile where={where} />}>
      <Row>
        <Typed
          label={say("action")}
          placeholder="image.approved"
          value={search.action ?? ""}
          onChange={(action) => filter({ action })}
        />
        <Typed
          label={say("subject")}
          placeholder="image"
          value={search.subjectKind ?? ""}
          onChange={(subjectKind) => filter({ subjectKind })}
        />
        <Field
          label={say("since")}
          type="date"
          value={search.since ?? ""}
          onChange={(since) => filter({ since })}
        />
        <Field
          label={say("until")}
          type="date"
          value={search.until ?? ""}
          onChange={(until) => filter({ until })}
        />
      </Row>
      <Listing
        label={say("title")}
        pages={pages}
        columns={columns}
        rowKey={({ id }) => id}
        empty={<Empty icon={<ScrollText />} title={say("none")} />}
      />
    </Part>
  );
}

/** Days are the reader's own; the last is included. */
function whereOf({ action, subjectKind, since, until }: AuditSearch): AuditWhere {
  return {
    actions: action ? [action] : [],
    subjectKind: subjectKind ?? null,
    since: since ? new Date(`${since}T00:00:00`).toISOString() : null,
    until: until ? new Date(`${until}T23:59:59.999`).toISOString() : null,
  };
}
