import { useMemo } from "react";

import { useFormats } from "../../words/formats";
import { useWords } from "../../words/words";
import { Chart, type Series } from "./chart";
import { useDays } from "./days";
import { SECONDS_STEPS } from "./lengths";
import type { NumbersQuery } from "./numbers.generated";
import { words } from "./words";

type Group = NumbersQuery["stats"]["groups"][number];

/** How long pictures waited for a decision, over time. */
export function Speed({ groups }: { readonly groups: readonly Group[] }): React.JSX.Element {
  const say = useWords(words);
  const { duration } = useFormats();
  const labels = useDays(groups.map(({ start }) => start ?? ""));
  const [median, p95] = [say("median"), say("p95")];
  const series = useMemo(
    (): Series[] => [
      { label: median, colour: 0, values: groups.map((one) => one.numbers.timeToDecision.medianSeconds) },
      { label: p95, colour: 3, values: groups.map((one) => one.numbers.timeToDecision.p95Seconds) },
    ],
    [groups, median, p95],
  );
  return (
    <Chart
      title={say("speed")}
      lead={say("speed.lead")}
      along={say("from")}
      labels={labels}
      series={series}
      shape="lines"
      tell={duration}
      steps={SECONDS_STEPS}
    />
  );
}
