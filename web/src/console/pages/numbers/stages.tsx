import { useMemo } from "react";

import { useFormats } from "../../words/formats";
import { useWords } from "../../words/words";
import { Chart, type Series } from "./chart";
import type { NumbersQuery } from "./numbers.generated";
import { words } from "./words";

type Stage = NonNullable<NumbersQuery["stats"]["total"]["stages"]>[number];

/** How long each stage of processing and publishing took. */
export function Stages({ stages }: { readonly stages: readonly Stage[] }): React.JSX.Element | null {
  const say = useWords(words);
  const { duration } = useFormats();
  const labels = useMemo(() => stages.map(({ kind, stage }) => `${kind} ${stage}`), [stages]);
  const [median, p95] = [say("median"), say("p95")];
  const series = useMemo(
    (): Series[] => [
      { label: median, colour: 0, values: stages.map((one) => one.durations.medianSeconds) },
      { label: p95, colour: 3, values: stages.map((one) => one.durations.p95Seconds) },
    ],
    [stages, median, p95],
  );
  if (stages.length === 0) return null;
  return (
    <Chart
      title={say("stages")}
      lead={say("stages.lead")}
      along={say("stage")}
      labels={labels}
      series={series}
      shape="layers"
      tell={duration}
    />
  );
}
