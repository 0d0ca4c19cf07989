import { useEffect, useState } from "react";
import { type Client, type CombinedError, useClient } from "urql";

import type { ImagesWhere } from "../../../generated/schema";
import { Button } from "../../../ui/button";
import { Dialog, DialogButtons } from "../../../ui/dialog";
import { Problem } from "../../../ui/problem";
import { Progress } from "../../../ui/progress";
import { useWords } from "../../../words/words";
import styles from "../library.module.css";
import { words } from "../words";
import { MatchingIdsDocument } from "./whole.generated";
import { isOver, type Whole } from "./whole";

const PAGE = 100;

interface Props {
  readonly title: string;
  readonly whole: Whole;
  /** So many at once. */
  readonly most: number;
  readonly onClose: () => void;
  /** What is done with them, once all are known. */
  readonly children: (ids: readonly string[]) => React.ReactNode;
}

/** Reads which images match, for what is done by their ids, or says that they are too many. */
export function Gather({ title, whole, most, onClose, children }: Props): React.JSX.Element {
  const say = useWords(words);
  const { ids, read, isMore, error } = useMatching(whole.where, most);
  if (ids !== null && !isMore) return <>{children(ids)}</>;
  const count = Math.max(whole.count ?? 0, read);
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      {isMore ? (
        <p role="alert">{say("whole.most", { most, count, more: isOver(count) ? "yes" : "no" })}</p>
      ) : (
        <>
          <Progress label={say("whole.reading")} share={read / Math.max(1, count)} />
          <p className={styles["hint"]}>{say("whole.batches")}</p>
        </>
      )}
      {error && <Problem error={error} />}
      <DialogButtons>
        <Button onPress={onClose}>{say("close")}</Button>
      </DialogButtons>
    </Dialog>
  );
}

interface Matching {
  /** Null until all are read. */
  readonly ids: readonly string[] | null;
  readonly read: number;
  /** Whether there are more than may be. */
  readonly isMore: boolean;
  readonly error: CombinedError | undefined;
}

const NOTHING: Matching = { ids: null, read: 0, isMore: false, error: undefined };

function useMatching(where: ImagesWhere, most: number): Matching {
  const client = useClient();
  const [matching, setMatching] = useState(NOTHING);
  const key = JSON.stringify(where);
  useEffect(() => {
    let wanted = true;
    const tell = (now: Matching): boolean => (wanted && setMatching(now), wanted);
    void readIds(client, JSON.parse(key), most, tell);
    return () => {
      wanted = false;
    };
  }, [client, key, most]);
  return matching;
}

async function readIds(
  client: Client,
  where: ImagesWhere,
  most: number,
  tell: (now: Matching) => boolean,
): Promise<void> {
  const ids = new Set<string>();
  let after: string | null = null;
  do {
    const variables: { where: ImagesWhere; first: number; after: string | null } = { where, first: PAGE, after };
    // oxlint-disable-next-line no-await-in-loop -- each begins where the one before ends
    const { data, error } = await client
      .query(MatchingIdsDocument, variables, { requestPolicy: "network-only" })
      .toPromise();
    if (!data) {
      tell({ ...NOTHING, read: ids.size, error });
      return;
    }
    data.images.nodes.forEach(({ id }) => ids.add(id));
    const { hasNextPage, endCursor } = data.images.pageInfo;
    after = hasNextPage ? endCursor : null;
    const isMore = ids.size > most || (after !== null && ids.size >= most);
    if (!tell({ ...NOTHING, read: ids.size, isMore }) || isMore) return;
  } while (after !== null);
  tell({ ...NOTHING, ids: [...ids], read: ids.size });
}
