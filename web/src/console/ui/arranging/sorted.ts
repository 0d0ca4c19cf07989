import { useEffect, useMemo } from "react";

import type { Pages } from "../../client/pages";

/** Which of two rows comes first. */
export type By<Row> = (one: Row, other: Row) => number;

/**
 * The rows of a list in an order that the API does not have: then all pages are read, and
 * `isReading` until they are there. Null: as the API has them.
 */
export function useSorted<Row>(
  { rows, hasMore, loading, more }: Pages<Row>,
  by: By<Row> | null,
): { readonly rows: readonly Row[]; readonly isReading: boolean } {
  const isReading = by !== null && hasMore;
  useEffect(() => {
    if (isReading && !loading) more();
  }, [isReading, loading, more]);
  const sorted = useMemo(() => (by === null ? rows : [...rows].sort(by)), [rows, by]);
  return { rows: sorted, isReading };
}
