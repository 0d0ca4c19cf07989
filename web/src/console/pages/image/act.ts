import type { AnyVariables, OperationResult } from "urql";

import type { RefusalFragment } from "../../client/refusal.generated";
import { useRefusalText } from "../../client/refusals";
import { useProblemText } from "../../ui/problem";
import { notify } from "../../ui/toasts";

/** Does a mutation and tells in a note what became of it; gives its data where it was done. */
export function useAct(): <Data, Variables extends AnyVariables>(
  asked: Promise<OperationResult<Data, Variables>>,
  refusals: (data: Data) => readonly RefusalFragment[],
  done?: string,
) => Promise<Data | null> {
  const refusalText = useRefusalText();
  const problemText = useProblemText();
  return async (asked, refusals, done) => {
    const { data, error } = await asked;
    if (error) notify(problemText(error), "bad");
    if (error || !data) return null;
    const refused = refusals(data);
    [...new Set(refused.map(refusalText))].forEach((text) => notify(text, "bad"));
    if (refused.length > 0) return null;
    if (done !== undefined) notify(done);
    return data;
  };
}
