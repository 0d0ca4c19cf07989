import { useQuery } from "urql";

import { Part } from "../../../ui/form";
import { Loading, Problem } from "../../../ui/problem";
import { useWords } from "../../../words/words";
import { Editor } from "./editor";
import { ReviewRulesDocument } from "./rules.generated";
import { words } from "./words";

/** What is decided by itself about pictures that are processed. */
export function Rules(): React.JSX.Element {
  const say = useWords(words);
  const [{ data, error }, ask] = useQuery({ query: ReviewRulesDocument });
  const reread = (): void => ask({ requestPolicy: "network-only" });
  return (
    <Part title={say("title")} lead={say("lead")}>
      {error && !data && <Problem error={error} onRetry={reread} />}
      {!data && !error && <Loading />}
      {data && <Editor key={data.reviewRules.version} told={data} onConflict={reread} />}
    </Part>
  );
}
