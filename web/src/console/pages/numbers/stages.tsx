import { useMemo } from "react";

import { useFormats } from "../../words/formats";
import { useWords } from "../../words/words";
import { Chart, type Series } from "./chart";
import { SECONDS_STEPS } from "./lengths";
import { useJobNames } from "./names";
import type { NumbersQuery } from "./numbers.generated";
import { inTurn } from "./turns";
import { words } from "./words";

type Stage = NonNullable<NumbersQuery["stats"]["total"]["stages"]>[number];

/** How long each stage of processing and publishing took. */
export function Stages({ stages }: { readonly stages: readonly Stage[] }): React.JSX.Element | null {
  const say = useWords(words);
  const { duration } = useFormats();
  const { kindOf, stageOf } = useJobNames();
  const shown = useMemo(() => inTurn(stages), [stages]);
  const labels = useMemo(
    () => shown.map(({ kind, stage }) => `${kindOf(kind)}\n${stageOf(stage)}`),
    [shown, kindOf, stageOf],
  );
  const [median, p95] = [say("median"), say("p95")];
  const series = useMemo(
    (): Series[] => [
      { label: median, colour: 0, values: shown.map((one) => one.durations.medianSeconds) },
      { label: p95, colour: 3, values: shown.map((one) => one.durations.p95Seconds) },
    ],
    [shown, median, p95],
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
      steps={SECONDS_STEPS}
    />
  );
}
