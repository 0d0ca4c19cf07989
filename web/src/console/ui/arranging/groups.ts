import { useEffect } from "react";

import { usePages } from "../../client/pages";
import { GroupChoicesDocument } from "./arranging.generated";

/** All groups by name, to choose one of. */
export function useGroups(): readonly { readonly id: string; readonly name: string }[] {
  const { rows, hasMore, loading, more } = usePages({
    query: GroupChoicesDocument,
    variables: ({ first, after }) => ({ first, after }),
    connection: (data) => data.imageGroups,
    first: 100,
  });
  useEffect(() => {
    if (hasMore && !loading) more();
  }, [hasMore, loading, more]);
  return [...rows].sort((one, other) => one.name.localeCompare(other.name));
}
