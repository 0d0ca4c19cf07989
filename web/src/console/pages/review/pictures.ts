import { useEffect } from "react";
import { useClient } from "urql";

import type { Row } from "./queue";
import { ReviewFactsDocument } from "./review.generated";

/** The address of its largest file; null while there is none. */
export function largeOf({ renditions }: Pick<Row, "renditions">): string | null {
  const named = renditions.find(({ preset }) => preset === "FULLSIZE");
  return (named ?? [...renditions].sort((one, other) => other.width - one.width)[0])?.url ?? null;
}

/** Reads the file and the facts of pictures ahead, so that they are there when their turn comes. */
export function usePreloaded(rows: readonly Row[]): void {
  const client = useClient();
  const key = rows.map(({ id }) => id).join();
  useEffect(() => {
    for (const row of rows) {
      const src = largeOf(row);
      if (src !== null) new Image().src = src;
      client.query(ReviewFactsDocument, { id: row.id }, { requestPolicy: "cache-first" }).toPromise().catch(() => null);
    }
    // The same pictures are not asked for again because a row was told anew.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [client, key]);
}
