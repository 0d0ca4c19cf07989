import { Link, useParams } from "@tanstack/react-router";
import { useQuery } from "urql";

import { useAgain } from "../../../client/again";
import { NotFoundPart } from "../../../ui/not-found-part";
import { Part } from "../../../ui/form";
import { Loading, Problem } from "../../../ui/problem";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { Findings } from "./findings";
import { Stop } from "./stop";
import { Summary } from "./summary";
import { SynchronizationReportDocument } from "./synchronization.generated";
import { words } from "./words";

/** What one comparison has found. */
export function Report(): React.JSX.Element {
  const say = useWords(words);
  const { dateTime } = useFormats();
  const params = useParams({ from: "/signed-in/admin/synchronization/$synchronizationId" });
  const variables = { id: params.synchronizationId };
  const [{ data, error, stale }, reread] = useQuery({ query: SynchronizationReportDocument, variables });
  const told = data?.synchronization;
  const isOpen = told?.state === "QUEUED" || told?.state === "RUNNING";
  useAgain(isOpen && !stale, () => reread({ requestPolicy: "network-only" }));

  if (error && !data) return <Problem error={error} onRetry={reread} />;
  if (data === undefined) return <Loading />;
  if (!told) return <NotFoundPart />;
  return (
    <Part
      title={say("report", { at: dateTime(told.createdAt) })}
      lead={<Link to="/admin/synchronization" activeOptions={{ exact: true }}>{say("back")}</Link>}
      actions={isOpen ? <Stop id={told.id} /> : undefined}
    >
      <Summary told={told} />
      <Findings id={told.id} state={told.state} />
    </Part>
  );
}
