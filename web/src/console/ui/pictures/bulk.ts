import { type Client, type CombinedError, useClient } from "urql";
import { useEffect, useState } from "react";

import type { RefusalFragment } from "../../client/refusal.generated";
import { type BulkPictureFragment, BulkPicturesDocument } from "./bulk.generated";

/** How many pictures a request reads, and how many it may change. */
const READ = 100;
const CHANGED = 100;

/** A picture that was refused, and why. */
export interface Refused {
  readonly picture: BulkPictureFragment;
  readonly refusal: RefusalFragment;
}

/** What came of a batch: as the API's bulk mutations answer. */
export interface BatchAnswer {
  readonly error?: CombinedError | undefined;
  readonly refusals: readonly RefusalFragment[];
}

/** Changes a batch of pictures by one request. */
export type RunBatch = (pictures: readonly BulkPictureFragment[]) => Promise<BatchAnswer>;

/** What came of all. `rest` are refusals that are about no one picture. */
export interface BulkOutcome {
  readonly done: readonly BulkPictureFragment[];
  readonly refused: readonly Refused[];
  readonly rest: readonly RefusalFragment[];
  readonly error: CombinedError | undefined;
}

/** Changes pictures batch by batch, one after another; it stops at a request that fails. */
export async function runBulk(
  pictures: readonly BulkPictureFragment[],
  run: RunBatch,
  tell: (done: number) => void,
  size: number = CHANGED,
): Promise<BulkOutcome> {
  const done: BulkPictureFragment[] = [];
  const refused: Refused[] = [];
  const rest: RefusalFragment[] = [];
  for (let at = 0; at < pictures.length; at += size) {
    const batch = pictures.slice(at, at + size);
    // oxlint-disable-next-line no-await-in-loop -- one after another, so that little is lost
    const { error, refusals } = await run(batch);
    if (error) return { done, refused, rest, error };
    const here = refusals.map((refusal) => ({ refusal, picture: batch[placeOf(refusal)] }));
    const bad = new Set(here.map(({ picture }) => picture?.id));
    for (const { refusal, picture } of here) {
      if (picture === undefined) rest.push(refusal);
      else refused.push({ refusal, picture });
    }
    const isWhole = here.some(({ picture }) => picture === undefined);
    if (!isWhole) done.push(...batch.filter(({ id }) => !bad.has(id)));
    tell(Math.min(at + size, pictures.length));
  }
  return { done, refused, rest, error: undefined };
}

/** The place of the picture that a refusal is about: its path is as `ids.3` or `images.3.title`. */
export function placeOf({ path }: Pick<RefusalFragment, "path">): number {
  const number = path.find((part) => /^\d+$/.test(part));
  return number === undefined ? -1 : Number(number);
}

export interface Reading {
  /** Null until all are read. */
  readonly pictures: readonly BulkPictureFragment[] | null;
  readonly error: CombinedError | undefined;
}

/** Pictures as they are now, past every cache: what is about to be changed is what one sees. */
export function useBulkPictures(ids: readonly string[]): Reading {
  const client = useClient();
  const [read, setRead] = useState<Reading>({ pictures: null, error: undefined });
  useEffect(() => {
    let wanted = true;
    void readAll(client, ids).then((reading) => wanted && setRead(reading));
    return () => {
      wanted = false;
    };
  }, [client, ids]);
  return read;
}

async function readAll(client: Client, ids: readonly string[]): Promise<Reading> {
  const pictures: BulkPictureFragment[] = [];
  for (let at = 0; at < ids.length; at += READ) {
    // oxlint-disable-next-line no-await-in-loop -- a busy server would refuse all at once
    const { data, error } = await client
      .query(BulkPicturesDocument, { ids: ids.slice(at, at + READ) }, { requestPolicy: "network-only" })
      .toPromise();
    if (!data) return { pictures: null, error };
    pictures.push(...data.nodes.filter((one) => one?.__typename === "Image"));
  }
  return { pictures, error: undefined };
}
