import { Card } from "../../../ui/card";
import { StateChip } from "../../../ui/chip";
import { Facts } from "../../../ui/facts";
import { Progress } from "../../../ui/progress";
import { type Column, Table } from "../../../ui/table";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import type { ComparisonRowFragment } from "./synchronization.generated";
import { words } from "./words";

type Count = ComparisonRowFragment["counts"][number];

/** How a comparison went, in numbers. */
export function Summary({ told }: { readonly told: ComparisonRowFragment }): React.JSX.Element {
  const say = useWords(words);
  const { number, bytes, dateTime } = useFormats();
  const columns: Column<Count>[] = [
    { key: "class", label: say("class"), cell: ({ kind }) => say(`class.${kind}`) },
    { key: "found", label: say("found"), end: true, cell: ({ found }) => number(found) },
    { key: "repaired", label: say("repaired"), end: true, cell: (one) => number(one.repaired) },
  ];
  return (
    <>
      <Card>
        {told.job && told.finishedAt === null && (
          <Progress label={say("progress")} share={told.job.progress} />
        )}
        <Facts
          facts={[
            [say("state"), <StateChip key="state" state={told.state} />],
            [say("way"), say(told.dryRun ? "dry" : "repairing")],
            [say("deep.short"), say(told.deep ? "yes" : "no")],
            [say("examined"), number(told.examined)],
            [say("records"), number(told.records)],
            [say("bytes"), bytes(told.bytes)],
            [say("recent"), number(told.recent)],
            [say("foreign"), number(told.foreign)],
            [say("judgedBefore"), dateTime(told.judgedBefore)],
          ]}
        />
        {told.finishedAt !== null && !told.complete && <p>{say("incomplete")}</p>}
        {told.truncated && <p>{say("truncated")}</p>}
      </Card>
      {told.complete && (
        <Table
          label={say("counts")}
          columns={columns}
          rows={told.counts}
          rowKey={({ kind }) => kind}
        />
      )}
    </>
  );
}
