import { useEffect, useState } from "react";
import { type CombinedError, useClient } from "urql";

import type { RefusalFragment } from "../../../client/refusal.generated";
import type { ImagesEditInput, ImagesWhere } from "../../../generated/schema";
import type { BulkPictureFragment } from "../../../ui/pictures/bulk.generated";
import { ForeseeEditDocument } from "./whole.generated";

/** What a dry run has told. */
export interface Foreseen {
  /** How many match; null until that is known. Counting stops at 10,000. */
  readonly count: number | null;
  /** The newest of them, at most 20. */
  readonly sample: readonly BulkPictureFragment[];
  readonly refusals: readonly RefusalFragment[];
  readonly error: CombinedError | undefined;
  /** Whether it is about the edit as it is now. */
  readonly isFresh: boolean;
}

interface Told extends Omit<Foreseen, "isFresh"> {
  readonly key: string;
}

const PAUSE = 400;
const NOTHING: Told = { key: "", count: null, sample: [], refusals: [], error: undefined };

/** What an edit of all that a filter finds would do; asked anew when either changes, or `round`. */
export function useForeseen(where: ImagesWhere, edit: ImagesEditInput, round: number): Foreseen {
  const client = useClient();
  const [told, setTold] = useState(NOTHING);
  const key = JSON.stringify([where, edit, round]);
  const isFirst = told.key === "";
  useEffect(() => {
    let wanted = true;
    async function foresee(): Promise<void> {
      const [wanting, wish]: [ImagesWhere, ImagesEditInput] = JSON.parse(key);
      const input = { where: wanting, edit: wish };
      const { data, error } = await client.mutation(ForeseeEditDocument, { input }).toPromise();
      if (!wanted) return;
      const { count = null, sample = [], userErrors: refusals = [] } = data?.updateImagesWhere ?? {};
      setTold((before) => ({
        key,
        count: count ?? before.count,
        sample: count === null ? before.sample : sample,
        refusals,
        error,
      }));
    }
    // While somebody writes nothing is asked.
    const timer = window.setTimeout(() => void foresee(), isFirst ? 0 : PAUSE);
    return () => {
      wanted = false;
      window.clearTimeout(timer);
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- that the first has come asks for nothing
  }, [client, key]);
  return { ...told, isFresh: told.key === key };
}
