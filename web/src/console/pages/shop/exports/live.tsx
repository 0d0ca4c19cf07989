import { useSubscription } from "urql";

import { ExportProgressDocument } from "./exports.generated";

/** Keeps one export up to date in the cache while it is written; shows nothing. */
export function Live({ id }: { readonly id: string }): null {
  useSubscription({ query: ExportProgressDocument, variables: { id } });
  return null;
}
