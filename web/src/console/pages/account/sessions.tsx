import { useQuery } from "urql";

import { useSend } from "../../client/send";
import { Ago } from "../../ui/ago";
import { Button } from "../../ui/button";
import { Chip } from "../../ui/chip";
import { useConfirm } from "../../ui/confirm";
import { Part } from "../../ui/form";
import { Loading, Problem } from "../../ui/problem";
import { type Column, Table } from "../../ui/table";
import { notify } from "../../ui/toasts";
import { useFormats } from "../../words/formats";
import { useWords } from "../../words/words";
import { EndSessionDocument, OwnSessionsDocument, type OwnSessionsQuery } from "./account.generated";
import { program } from "./program";
import { words } from "./words";

type Open = NonNullable<OwnSessionsQuery["viewer"]>["sessions"][number];

/** Where one is signed in, each of which one can end. */
export function Sessions(): React.JSX.Element {
  const say = useWords(words);
  const { dateTime } = useFormats();
  const confirm = useConfirm();
  const [{ data, error }, reread] = useQuery({ query: OwnSessionsDocument });
  const { send, busy } = useSend(EndSessionDocument, (told) => told.endSession);

  async function end(one: Open): Promise<void> {
    const name = program(one.userAgent);
    const question = { title: say("end.title", { name }), text: say("end.text") };
    if (!(await confirm({ ...question, action: say("end") }))) return;
    if (!(await send({ id: one.id }))) return;
    notify(say("end.done"));
    reread({ requestPolicy: "network-only" });
  }

  const columns: Column<Open>[] = [
    { key: "where", label: say("session.where"), cell: (one) => program(one.userAgent) },
    { key: "since", label: say("session.since"), cell: (one) => dateTime(one.createdAt) },
    { key: "used", label: say("session.used"), cell: (one) => <Ago at={one.refreshedAt} /> },
    {
      key: "end",
      label: say("end"),
      end: true,
      quiet: true,
      cell: (one) =>
        one.current ? (
          <Chip tone="good">{say("session.this")}</Chip>
        ) : (
          <Button
            small
            isDisabled={busy}
            aria-label={say("end.which", { name: program(one.userAgent), at: dateTime(one.createdAt) })}
            onPress={() => void end(one)}
          >
            {say("end")}
          </Button>
        ),
    },
  ];

  return (
    <Part title={say("sessions")} lead={say("sessions.lead")}>
      {data?.viewer ? (
        <Table
          label={say("sessions")}
          columns={columns}
          rows={data.viewer.sessions}
          rowKey={({ id }) => id}
        />
      ) : error ? (
        <Problem error={error} onRetry={() => reread({ requestPolicy: "network-only" })} />
      ) : (
        <Loading />
      )}
    </Part>
  );
}
