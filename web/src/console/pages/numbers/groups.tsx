import { Link } from "@tanstack/react-router";
import { ChartColumn } from "lucide-react";
import { useMemo } from "react";

import { Empty } from "../../ui/empty";
import { type Column, Table } from "../../ui/table";
import { useFormats } from "../../words/formats";
import { useWords } from "../../words/words";
import { Chart, type Series } from "./chart";
import type { NumbersQuery } from "./numbers.generated";
import { useDuration } from "./seconds";
import { words } from "./words";

type Group = NumbersQuery["stats"]["groups"][number];
const SHOWN = 12;

/** Who brought in or decided how much, and how fast; or which products. */
export function Groups({ groups }: { readonly groups: readonly Group[] }): React.JSX.Element {
  const say = useWords(words);
  const { number } = useFormats();
  const columns = useColumns();
  const gone = say("gone");
  const [approved, rejected, waiting] = [say("approved"), say("rejected"), say("waiting")];
  const [labels, series] = useMemo((): [string[], Series[]] => {
    const first = groups.slice(0, SHOWN);
    return [
      first.map((one) => one.productCode ?? one.userName ?? gone),
      [
        { label: approved, colour: 0, values: first.map((one) => one.numbers.approved) },
        { label: rejected, colour: 2, values: first.map((one) => one.numbers.rejected) },
        { label: waiting, colour: 3, values: first.map((one) => one.numbers.waiting) },
      ],
    ];
  }, [groups, gone, approved, rejected, waiting]);
  if (groups.length === 0) return <Empty icon={<ChartColumn />} title={say("nobody")} />;
  return (
    <>
      <Chart
        title={say("groups")}
        along={say("who")}
        labels={labels}
        series={series}
        shape="stack"
        tell={number}
      />
      <Table
        label={say("groups.all")}
        columns={columns}
        rows={groups}
        rowKey={(one) => one.productCode ?? one.userId ?? ""}
      />
    </>
  );
}

function useColumns(): readonly Column<Group>[] {
  const say = useWords(words);
  const { number } = useFormats();
  const duration = useDuration();
  const count = (key: "imagesIn" | "waiting" | "approved" | "rejected"): Column<Group> => ({
    key,
    label: say(key),
    end: true,
    cell: ({ numbers }) => number(numbers[key]),
  });
  return [
    { key: "who", label: say("who"), cell: (one) => <Who of={one} /> },
    count("imagesIn"),
    count("waiting"),
    count("approved"),
    count("rejected"),
    {
      key: "median",
      label: say("median"),
      end: true,
      cell: ({ numbers }) => duration(numbers.timeToDecision.medianSeconds),
    },
    {
      key: "p95",
      label: say("p95"),
      end: true,
      cell: ({ numbers }) => duration(numbers.timeToDecision.p95Seconds),
    },
  ];
}

function Who({ of }: { readonly of: Group }): React.JSX.Element {
  const say = useWords(words);
  if (of.productCode === null) return <strong>{of.userName ?? say("gone")}</strong>;
  return <Link to="/products">{of.productCode}</Link>;
}
