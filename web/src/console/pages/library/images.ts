import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { type Client, useClient } from "urql";

import { makeReader } from "../../client/client";
import { type LongItem, LongList } from "../../client/long-list";
import type { ImageOrder, ImagesWhere } from "../../generated/schema";
import { useSession } from "../../session/account";
import type { PictureFragment } from "../../ui/pictures/picture.generated";
import type { GridItem } from "../../ui/pictures/image-grid";
import { LibraryChangesDocument, LibraryImagesDocument } from "./library.generated";

/** The list that was seen last, for whoever comes back to it; `told` is the last change of it. */
interface Kept {
  readonly key: string;
  readonly list: LongList<PictureFragment>;
  told: string | null;
}

// By the account's client: another account's is another one.
const kept = new WeakMap<Client, Kept>();

export interface Images {
  readonly items: readonly GridItem[];
  readonly loading: boolean;
  readonly hasMore: boolean;
  readonly error: ReturnType<LongList<PictureFragment>["state"]>["error"];
  readonly list: LongList<PictureFragment>;
  /** How many came in that are not shown yet. */
  readonly waiting: number;
  /** Rises whenever something of the list has changed: counts may be others now. */
  readonly changes: number;
  readonly reload: () => void;
}

/**
 * All images of a filter, kept up to date. What is new is shown at once where `isCalm` says that
 * nobody would lose their place, else it waits until `reload`.
 */
export function useImages(where: ImagesWhere, orderBy: ImageOrder, isCalm: () => boolean): Images {
  const client = useClient();
  const session = useSession();
  const key = JSON.stringify([where, orderBy]);
  const one = useMemo<Kept>(() => {
    const before = kept.get(client);
    if (before?.key === key) return before;
    const reader = makeReader(new URL("/graphql", location.origin), session);
    const [wanted, order]: [ImagesWhere, ImageOrder] = JSON.parse(key);
    const list = new LongList<PictureFragment>(async (first, after) => {
      const variables = { where: wanted, orderBy: order, first, after };
      const { data, error } = await reader.query(LibraryImagesDocument, variables).toPromise();
      return { found: data?.images, error };
    });
    const made = { key, list, told: null };
    kept.set(client, made);
    return made;
  }, [client, session, key]);
  const { list } = one;
  useEffect(() => list.start(), [list]);
  const state = useSyncExternalStore(list.subscribe, list.state);
  const { waiting, changes, clear } = useChanges(one, where, orderBy, isCalm);
  const items = useMemo(() => state.pages.flatMap(gridItems), [state]);
  const reload = useCallback(() => {
    clear();
    list.reload();
  }, [clear, list]);
  const { loading, hasMore, error } = state;
  return { items, loading, hasMore, error, list, waiting, changes, reload };
}

/** The same for the same: then only what has changed is drawn anew, and pages are not gone through. */
const drawnPages = new WeakMap<readonly LongItem<PictureFragment>[], readonly GridItem[]>();
const drawn = new WeakMap<LongItem<PictureFragment>, GridItem>();

function gridItems(page: readonly LongItem<PictureFragment>[]): readonly GridItem[] {
  const before = drawnPages.get(page);
  if (before) return before;
  const made = page.map(gridItem);
  drawnPages.set(page, made);
  return made;
}

function gridItem(item: LongItem<PictureFragment>): GridItem {
  const before = drawn.get(item);
  if (before) return before;
  const made = { id: item.id, picture: item.row, gone: item.gone };
  drawn.set(item, made);
  return made;
}

interface Changes {
  readonly waiting: number;
  readonly changes: number;
  readonly clear: () => void;
}

function useChanges(one: Kept, where: ImagesWhere, orderBy: ImageOrder, isCalm: () => boolean): Changes {
  const client = useClient();
  const [waiting, setWaiting] = useState<ReadonlySet<string>>(new Set());
  const [changes, setChanges] = useState(0);
  const latest = useRef({ where, orderBy, isCalm });
  latest.current = { where, orderBy, isCalm };
  const clear = useCallback(() => setWaiting(new Set()), []);
  useEffect(() => {
    clear();
    const { list } = one;
    const bursts = new Bursts((count, ids) => {
      setChanges((before) => before + count);
      const fresh = ids.filter((id) => !list.has(id));
      if (fresh.length > 0) setWaiting((before) => new Set([...before, ...fresh]));
    });
    const variables = { where: latest.current.where, after: one.told };
    const { unsubscribe } = client.subscription(LibraryChangesDocument, variables).subscribe(({ data }) => {
      if (!data) return;
      const { eventId, imageId, image, missed } = data.imageChanged;
      if (eventId !== null) one.told = eventId;
      bursts.add();
      if (missed) {
        one.told = null;
        bursts.add("missed");
      } else if (image === null) {
        if (imageId !== null) list.fade(imageId);
      } else if (!list.put(image)) {
        const { orderBy: order } = latest.current;
        const begins = comesFirst(image, order, list);
        // How well it matches only the service can tell.
        if (order.field === "RELEVANCE") bursts.add(image.id);
        else if (begins && latest.current.isCalm()) list.prepend(image);
        else if (begins) bursts.add(image.id);
      }
    });
    return () => {
      unsubscribe();
      bursts.end();
    };
  }, [client, one, clear]);
  return { waiting: waiting.size, changes, clear };
}

/** So many milliseconds of changes are told at once: a large import would draw the page without end. */
const SOON = 250;

/** Collects how often something changed, and the ids that wait. */
class Bursts {
  readonly #tell: (count: number, ids: readonly string[]) => void;
  #count = 0;
  #ids: string[] = [];
  #timer: number | undefined;

  constructor(tell: (count: number, ids: readonly string[]) => void) {
    this.#tell = tell;
  }

  add(id?: string): void {
    if (id === undefined) this.#count += 1;
    else this.#ids.push(id);
    this.#timer ??= window.setTimeout(() => this.#flush(), SOON);
  }

  end(): void {
    window.clearTimeout(this.#timer);
  }

  #flush(): void {
    const [count, ids] = [this.#count, this.#ids];
    this.#timer = undefined;
    this.#count = 0;
    this.#ids = [];
    this.#tell(count, ids);
  }
}

/** Whether a picture that the list has not is to be above all others; the rest comes by scrolling. */
function comesFirst(image: PictureFragment, { field, direction }: ImageOrder, list: LongList<PictureFragment>): boolean {
  const { pages, loading } = list.state();
  if (loading && pages.length === 0) return false;
  if (direction === "ASC") return false;
  const first = pages[0]?.[0]?.row ?? null;
  if (first === null) return true;
  return field === "UPDATED_AT" ? image.updatedAt > first.updatedAt : image.createdAt > first.createdAt;
}
