import { useMemo } from "react";

import { useFormats } from "../../words/formats";
import { useWords } from "../../words/words";
import { Chart, type Series } from "./chart";
import type { NumbersQuery } from "./numbers.generated";
import { useDays } from "./days";
import { words } from "./words";

type Group = NumbersQuery["stats"]["groups"][number];

/** What came in, and what became of it, over time. */
export function Flow({ groups }: { readonly groups: readonly Group[] }): React.JSX.Element {
  const say = useWords(words);
  const { number } = useFormats();
  const labels = useDays(groups.map(({ start }) => start ?? ""));
  const names = [say("imagesIn"), say("approved"), say("rejected"), say("waiting")].join("\n");
  const series = useMemo((): Series[] => {
    const [imagesIn = "", approved = "", rejected = "", waiting = ""] = names.split("\n");
    return [
      { label: imagesIn, colour: 1, values: groups.map((one) => one.numbers.imagesIn) },
      { label: approved, colour: 0, values: groups.map((one) => one.numbers.approved) },
      { label: rejected, colour: 2, values: groups.map((one) => one.numbers.rejected) },
      { label: waiting, colour: 3, values: groups.map((one) => one.numbers.waiting) },
    ];
  }, [groups, names]);
  return (
    <Chart
      title={say("flow")}
      lead={say("flow.lead")}
      along={say("from")}
      labels={labels}
      series={series}
      shape="lines"
      tell={number}
    />
  );
}
