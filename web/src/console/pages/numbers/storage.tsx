import { useMemo } from "react";

import type { StorageClass } from "../../generated/schema";
import { type Column, Table } from "../../ui/table";
import { useFormats } from "../../words/formats";
import { useWords } from "../../words/words";
import { Chart, type Colour, type Series } from "./chart";
import { useDays } from "./days";
import type { NumbersQuery } from "./numbers.generated";
import { words } from "./words";

type Now = NonNullable<NumbersQuery["stats"]["storage"]>;
type Days = NonNullable<NumbersQuery["stats"]["storageByDay"]>;

interface Props {
  readonly now: Now;
  readonly days: Days;
  /** The last day of the range, which shows what is stored now if nothing changed. */
  readonly to: string;
}

const CLASSES: readonly StorageClass[] = [
  "ORIGINAL",
  "RENDITION",
  "PUBLISHED",
  "EARLIER_VERSION",
  "EXPORT",
];

const COLOURS: Readonly<Record<StorageClass, Colour>> = {
  ORIGINAL: 0,
  RENDITION: 1,
  PUBLISHED: 2,
  EARLIER_VERSION: 3,
  EXPORT: 4,
};

/** What is stored, by class: now, and on the days on which it changed. */
export function Storage({ now, days, to }: Props): React.JSX.Element {
  const say = useWords(words);
  const { bytes, number } = useFormats();
  const shown = useMemo(() => (days.length > 0 ? days : [{ day: to, storage: now }]), [days, now, to]);
  const labels = useDays(shown.map(({ day }) => day));
  const names = CLASSES.map((one) => say(`class.${one}`)).join("\n");
  const series = useMemo(() => seriesOf(shown, names.split("\n")), [shown, names]);
  const columns: Column<Now[number]>[] = [
    { key: "class", label: say("class"), cell: (one) => say(`class.${one.storageClass}`) },
    { key: "bytes", label: say("bytes"), end: true, cell: (one) => bytes(one.bytes) },
    { key: "objects", label: say("objects"), end: true, cell: (one) => number(one.objects) },
  ];
  return (
    <>
      <Chart
        title={say("storage")}
        lead={say("storage.lead", { sum: bytes(now.reduce((sum, one) => sum + one.bytes, 0)) })}
        along={say("day")}
        labels={labels}
        series={series}
        shape="stack"
        tell={bytes}
      />
      <Table
        label={say("storage.now")}
        columns={columns}
        rows={now}
        rowKey={(one) => one.storageClass}
      />
    </>
  );
}

function seriesOf(
  days: readonly Omit<Days[number], "__typename">[],
  names: readonly string[],
): Series[] {
  return CLASSES.map((storageClass, number) => ({
    colour: COLOURS[storageClass],
    label: names[number] ?? storageClass,
    values: days.map(
      ({ storage }) => storage.find((one) => one.storageClass === storageClass)?.bytes ?? 0,
    ),
  }));
}
