import { Link } from "@tanstack/react-router";
import { CircleCheck } from "lucide-react";

import { Empty } from "../../ui/empty";
import { Part } from "../../ui/form";
import { type Column, Table } from "../../ui/table";
import { useIsAtLeast } from "../../session/account";
import { useFormats } from "../../words/formats";
import { useWords } from "../../words/words";
import { words as jobWords } from "../admin/jobs/words";
import type { NumbersQuery } from "./numbers.generated";
import { words } from "./words";

type Failure = NonNullable<NumbersQuery["stats"]["total"]["failures"]>[number];

/** Why jobs failed, by code. */
export function Failures({
  failures,
}: {
  readonly failures: readonly Failure[];
}): React.JSX.Element {
  const say = useWords(words);
  const sayJob = useWords(jobWords);
  const { number } = useFormats();
  const isAdmin = useIsAtLeast("ADMIN");
  const columns: Column<Failure>[] = [
    { key: "code", label: say("code"), cell: ({ code }) => <code>{code}</code> },
    {
      key: "kind",
      label: say("kind"),
      cell: ({ kind }) =>
        isAdmin ? (
          <Link to="/admin/jobs" search={{ kind, state: "FAILED" }}>
            {sayJob(`kind.${kind}`)}
          </Link>
        ) : (
          sayJob(`kind.${kind}`)
        ),
    },
    { key: "count", label: say("count"), end: true, cell: ({ count }) => number(count) },
  ];
  return (
    <Part title={say("failures")}>
      {failures.length === 0 ? (
        <Empty icon={<CircleCheck />} title={say("failures.none")} />
      ) : (
        <Table
          label={say("failures")}
          columns={columns}
          rows={failures}
          rowKey={({ kind, code }) => `${kind} ${code}`}
        />
      )}
    </Part>
  );
}
