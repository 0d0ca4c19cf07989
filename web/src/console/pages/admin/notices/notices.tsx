import { Link } from "@tanstack/react-router";
import { BellOff } from "lucide-react";

import { usePages } from "../../../client/pages";
import { Empty } from "../../../ui/empty";
import { Part } from "../../../ui/form";
import { Listing } from "../../../ui/listing";
import type { Column } from "../../../ui/table";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { NoticesDocument, type NoticesQuery } from "./notices.generated";
import { words } from "./words";

type Notice = NoticesQuery["notices"]["nodes"][number];

/** What needs somebody's attention. */
export function Notices(): React.JSX.Element {
  const say = useWords(words);
  const { dateTime } = useFormats();
  const pages = usePages({
    query: NoticesDocument,
    variables: (paging) => paging,
    connection: (data) => data.notices,
  });
  const columns: Column<Notice>[] = [
    { key: "at", label: say("at"), wrap: "never", cell: ({ at }) => dateTime(at) },
    { key: "kind", label: say("kind"), wrap: "words", cell: ({ kind }) => say(`kind.${kind}`) },
    { key: "message", label: say("message"), cell: ({ message }) => <span lang="en">{message}</span> },
    { key: "about", label: say("about"), wrap: "never", cell: (one) => <About of={one} /> },
  ];
  return (
    <Part title={say("title")} lead={say("lead")}>
      <Listing
        label={say("title")}
        pages={pages}
        columns={columns}
        rowKey={({ id }) => id}
        empty={<Empty icon={<BellOff />} title={say("none")} />}
      />
    </Part>
  );
}

function About({ of: { kind, subjectId } }: { readonly of: Notice }): React.JSX.Element {
  const say = useWords(words);
  if (kind === "SHOP_PUSH_STUCK") return <Link to="/shop/push">{say("open")}</Link>;
  if (kind !== "WEBHOOK_PAUSED" || subjectId === null) return <>–</>;
  return (
    <Link to="/shop/webhooks/$webhookId" params={{ webhookId: subjectId }}>
      {say("open")}
    </Link>
  );
}
