import { useEffect, useMemo } from "react";

import type { Pages } from "../../client/pages";

/**
 * The rows of a list that the API neither searches nor sorts: once either is wanted, all its
 * pages are read. `isReading` until they are there.
 */
export function useFound<Row>(
  pages: Pages<Row>,
  {
    text,
    of,
    by,
  }: {
    readonly text: string;
    /** What is searched, whatever the capitals and accents. */
    readonly of: (row: Row) => readonly (string | null)[];
    /** Null: as the API has them. */
    readonly by: ((one: Row, other: Row) => number) | null;
  },
): { readonly rows: readonly Row[]; readonly isReading: boolean } {
  const wanted = plain(text);
  const isAll = wanted !== "" || by !== null;
  const { rows, hasMore, loading, more } = pages;
  useEffect(() => {
    if (isAll && hasMore && !loading) more();
  }, [isAll, hasMore, loading, more]);
  const found = useMemo(() => {
    const fitting = wanted === "" ? rows : rows.filter((row) => plain(of(row).join(" ")).includes(wanted));
    return by === null ? fitting : [...fitting].sort(by);
  }, [rows, wanted, of, by]);
  return { rows: found, isReading: isAll && hasMore };
}

function plain(text: string): string {
  return text.normalize("NFD").replaceAll(/\p{Diacritic}/gu, "").toLowerCase().trim();
}
