import { useSearch } from "@tanstack/react-router";
import { useQuery } from "urql";

import { useIsAtLeast } from "../../session/account";
import { Page } from "../../ui/page";
import { Loading, Problem } from "../../ui/problem";
import { useFormats } from "../../words/formats";
import { useWords } from "../../words/words";
import { Failures } from "./failures";
import { Flow } from "./flow";
import { Groups } from "./groups";
import { NumbersDocument } from "./numbers.generated";
import { rangeOf } from "./range";
import { RangeForm } from "./range-form";
import { Speed } from "./speed";
import { Stages } from "./stages";
import { Storage } from "./storage";
import { Totals } from "./totals";
import { words } from "./words";

const FIRST = 100;

/** What came in, was decided, waits and failed, how fast, and what is stored. */
export function NumbersPage(): React.JSX.Element {
  const say = useWords(words);
  const { ago } = useFormats();
  const range = rangeOf(useSearch({ from: "/signed-in/numbers" }));
  const isAll = useIsAtLeast("REVIEWER");
  const isTime = ["DAY", "WEEK", "MONTH"].includes(range.by);
  const [{ data, error }, reread] = useQuery({
    query: NumbersDocument,
    variables: {
      range: { from: range.from, to: range.to },
      groupBy: range.by,
      first: FIRST,
      isWide: isAll,
      isTime,
    },
  });
  const stats = data?.stats;
  const counted = stats?.countedAt && say("counted", { ago: ago(stats.countedAt) });
  return (
    <Page title={say("title")} lead={counted ?? say("lead")}>
      <RangeForm range={range} isAll={isAll} />
      {error && <Problem error={error} onRetry={reread} />}
      {!stats && !error && <Loading />}
      {stats && (
        <>
          <Totals of={stats.total} />
          {isTime ? (
            <>
              <Flow groups={stats.groups} />
              <Speed groups={stats.groups} />
            </>
          ) : (
            <Groups groups={stats.groups} />
          )}
          {stats.storageByDay && stats.storage && (
            <Storage now={stats.storage} days={stats.storageByDay} to={range.to} />
          )}
          {stats.total.stages && <Stages stages={stats.total.stages} />}
          {stats.total.failures && <Failures failures={stats.total.failures} />}
        </>
      )}
    </Page>
  );
}
