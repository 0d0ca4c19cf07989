import { useState } from "react";
import { type AnyVariables, type TypedDocumentNode, useMutation } from "urql";

import { useProblemText } from "../ui/problem";
import { notify } from "../ui/toasts";
import type { RefusalFragment } from "./refusal.generated";
import { useRefusalText } from "./refusals";

interface Payload {
  readonly userErrors: readonly RefusalFragment[];
}

/** A mutation and what became of its last call. */
export interface Sending<Variables, Sent> {
  /** The payload, or null where it was refused or broke down. */
  readonly send: (variables: Variables) => Promise<Sent | null>;
  readonly busy: boolean;
  /** What the last call was refused for. */
  readonly refusals: readonly RefusalFragment[];
  /** Forgets the refusals, as when a form opens anew. */
  readonly forget: () => void;
}

/**
 * Calls a mutation: `pick` takes its payload from the answer.
 *
 * What breaks down is told as a note. So are refusals, unless a form shows them (`inForm`).
 */
export function useSend<Data, Variables extends AnyVariables, Sent extends Payload>(
  document: TypedDocumentNode<Data, Variables>,
  pick: (data: Data) => Sent,
  { inForm = false }: { readonly inForm?: boolean } = {},
): Sending<Variables, Sent> {
  const sayProblem = useProblemText();
  const sayRefusal = useRefusalText();
  const [{ fetching }, mutate] = useMutation(document);
  const [refusals, setRefusals] = useState<readonly RefusalFragment[]>([]);

  async function send(variables: Variables): Promise<Sent | null> {
    setRefusals([]);
    const { data, error } = await mutate(variables);
    if (error) notify(sayProblem(error), "bad");
    if (!data) return null;
    const sent = pick(data);
    if (inForm) setRefusals(sent.userErrors);
    else sent.userErrors.forEach((refusal) => notify(sayRefusal(refusal), "bad"));
    return sent.userErrors.length > 0 || error ? null : sent;
  }

  return { send, busy: fetching, refusals, forget: () => setRefusals([]) };
}
