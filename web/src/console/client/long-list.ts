import type { CombinedError } from "urql";

import type { Connection } from "./page-list";

/** A row at its place; `row` is null while it is not in memory. */
export interface LongItem<Row> {
  readonly id: string;
  readonly row: Row | null;
  /** It has left the list, and holds its place so that nothing jumps. */
  readonly gone: boolean;
}

/** What there is of the list now. */
export interface LongListState<Row> {
  /** Its rows by the pages they were read in: a page's array is the same until one of it changes. */
  readonly pages: readonly (readonly LongItem<Row>[])[];
  /** The same in one. */
  readonly items: readonly LongItem<Row>[];
  /** Whether the next page is on its way. */
  readonly loading: boolean;
  readonly hasMore: boolean;
  readonly error: CombinedError | undefined;
}

/** Reads `first` rows behind `after`. */
export type ReadRows<Row> = (first: number, after: string | null) => Promise<Answer<Row>>;

interface Answer<Row> {
  readonly found: Connection<Row> | null | undefined;
  readonly error: CombinedError | undefined;
}

interface Around {
  readonly ids: readonly string[];
  readonly skipped: number;
  readonly next: string | null;
}

/** A page of the list; `next` is where the one behind it begins. */
interface Span<Row> {
  readonly after: string | null;
  items: LongItem<Row>[];
  next: string | null;
  readAt: number;
  isHeld: boolean;
  isReading: boolean;
}

const PAGE = 100;
/** How many pages before and behind those in sight stay in memory. */
const NEAR = 4;
/** Signed addresses in rows end after 50 minutes; then they are read anew when they are seen. */
const FRESH = 40 * 60 * 1000;
/** What others change comes in bursts: it is told so many milliseconds later, all at once. */
const SOON = 100;

/**
 * A keyset list of any length: read forward page by page, of which only those near what is seen
 * stay in memory; of the others their ids alone. Rows keep their places whatever becomes of them.
 */
export class LongList<Row extends { readonly id: string; readonly version?: number }> {
  readonly #read: ReadRows<Row>;
  readonly #listeners = new Set<() => void>();
  #spans: Span<Row>[] = [];
  #places = new Map<string, Span<Row>>();
  #state: State<Row> = new State<Row>([], { loading: false, hasMore: true, error: undefined });
  #round = 0;
  /** The last place that was seen. */
  #seen = 0;
  /** How many reads are under way, and what was told since they began; null has left the list. */
  #reading = 0;
  readonly #since = new Map<string, Row | null>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(read: ReadRows<Row>) {
    this.#read = read;
  }

  state = (): LongListState<Row> => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  has(id: string): boolean {
    return this.#places.has(id);
  }

  /** Reads the begin, if nothing was read yet. */
  start = (): void => {
    if (this.#spans.length === 0 && !this.#state.loading && !this.#state.error) void this.#more();
  };

  /** Reads the next page, after a failure too. */
  more = (): void => {
    if (!this.#state.loading && this.#state.hasMore) void this.#more();
  };

  /** Has what is around these places, both included, in memory, and lets go of the rest. */
  show = (first: number, last: number): void => {
    this.#seen = last;
    let begin = 0;
    const seen: number[] = [];
    this.#spans.forEach((span, at) => {
      const end = begin + span.items.length;
      if (begin <= last && end > first) seen.push(at);
      begin = end;
    });
    const from = (seen[0] ?? 0) - NEAR;
    const to = (seen.at(-1) ?? 0) + NEAR;
    let changed = false;
    this.#spans.forEach((span, at) => {
      const isNear = at >= from && at <= to;
      if (!isNear && span.isHeld) {
        span.items = span.items.map(({ id, gone }) => ({ id, gone, row: null }));
        span.isHeld = false;
        changed = true;
      }
      const isSeen = at >= from + NEAR - 1 && at <= to - NEAR + 1;
      const isStale = !span.isHeld || Date.now() - span.readAt > FRESH;
      if (isSeen && isStale && !span.isReading) void this.#again(span, at);
    });
    if (changed) this.#tell({});
    this.#goOn();
  };

  #goOn(): void {
    if (this.#seen >= this.#places.size - PAGE && !this.#state.error) this.more();
  }

  /** Shows another state of a row that is in memory; false where the list does not have it. */
  put(row: Row): boolean {
    if (this.#reading > 0) this.#since.set(row.id, row);
    const span = this.#places.get(row.id);
    if (span === undefined) return false;
    if (span.isHeld) {
      span.items = span.items.map((item) => (item.id === row.id ? { id: row.id, row, gone: false } : item));
      this.#tellSoon();
    }
    return true;
  }

  /** A new row comes before all others. */
  prepend(row: Row): void {
    const [head] = this.#spans;
    if (head === undefined || this.has(row.id)) return;
    head.items = [{ id: row.id, row, gone: false }, ...head.items];
    this.#places.set(row.id, head);
    this.#tell({});
  }

  /** A row has left the list; its place stays. */
  fade(id: string): void {
    if (this.#reading > 0) this.#since.set(id, null);
    const span = this.#places.get(id);
    if (span === undefined) return;
    span.items = span.items.map((item) => (item.id === id ? { ...item, gone: true } : item));
    this.#tellSoon();
  }

  /** Takes rows away, and their places. */
  drop(ids: Iterable<string>): void {
    const gone = new Set(ids);
    for (const id of gone) {
      const span = this.#places.get(id);
      if (span) span.items = span.items.filter((item) => !gone.has(item.id));
      this.#places.delete(id);
    }
    this.#tell({});
  }

  /**
   * The ids around one: at least `most` before and behind it where there are so many, without
   * those that have left, and how many come before them. `next` is where the list goes on behind
   * them, null where it ends with them.
   */
  around(id: string, most: number): Around {
    const there = (span: Span<Row>): string[] => span.items.filter(({ gone }) => !gone).map((item) => item.id);
    const at = this.#spans.findIndex((span) => span === this.#places.get(id));
    const pages = Math.ceil(most / PAGE);
    const from = Math.max(0, at - pages);
    const near = this.#spans.slice(from, at + pages + 1);
    return {
      ids: near.flatMap(there),
      skipped: this.#spans.slice(0, from).flatMap(there).length,
      next: near.at(-1)?.next ?? null,
    };
  }

  /** Begins anew; what is there stays until the new begin has come. */
  reload = (): void => {
    this.#round += 1;
    this.#seen = 0;
    void this.#more(true);
  };

  async #more(anew = false): Promise<void> {
    const round = this.#round;
    const after = anew ? null : (this.#spans.at(-1)?.next ?? null);
    this.#tell({ loading: true, error: undefined });
    const { found, error } = await this.#readPage(after);
    if (round !== this.#round) return;
    if (!found) {
      this.#tell({ loading: false, error });
      return;
    }
    if (anew) {
      this.#spans = [];
      this.#places = new Map();
    }
    const span: Span<Row> = {
      after,
      // One that moved while we read may come twice.
      items: found.nodes.filter(({ id }) => !this.has(id)).map((row) => this.#itemOf(row)),
      next: found.pageInfo.hasNextPage ? found.pageInfo.endCursor : null,
      readAt: Date.now(),
      isHeld: true,
      isReading: false,
    };
    this.#spans.push(span);
    for (const { id } of span.items) this.#places.set(id, span);
    this.#tell({ loading: false, hasMore: span.next !== null });
    // Whoever asked for more while this was read is still there.
    this.#goOn();
  }

  #readPage(after: string | null): Promise<Answer<Row>> {
    if (this.#reading === 0) this.#since.clear();
    this.#reading += 1;
    return this.#read(PAGE, after).finally(() => (this.#reading -= 1));
  }

  /** A row that was read, unless what was told meanwhile is newer. */
  #itemOf(row: Row): LongItem<Row> {
    const told = this.#since.get(row.id);
    const isNewer = told != null && (told.version ?? 0) >= (row.version ?? 0);
    return { id: row.id, row: isNewer ? told : row, gone: told === null };
  }

  /** Reads a page anew. Its places stay: what is there no more is marked, what is new waits. */
  async #again(span: Span<Row>, at: number): Promise<void> {
    const round = this.#round;
    span.isReading = true;
    const { rows, error } = await this.#readSpan(span);
    span.isReading = false;
    if (round !== this.#round || this.#spans[at] !== span) return;
    if (rows === null) {
      this.#tell({ error });
      return;
    }
    span.items = span.items.map(({ id, row }) => {
      const found = rows.get(id);
      return found ? this.#itemOf(found) : { id, row, gone: true };
    });
    span.readAt = Date.now();
    span.isHeld = true;
    this.#tell({});
  }

  /** Twice as much as a page was, since others may have come between. */
  async #readSpan(span: Span<Row>): Promise<{ rows: Map<string, Row> | null; error: Answer<Row>["error"] }> {
    const rows = new Map<string, Row>();
    let after = span.after;
    for (let page = 0; page < 2; page += 1) {
      // oxlint-disable-next-line no-await-in-loop -- each begins where the one before ends
      const { found, error } = await this.#readPage(after);
      if (!found) return { rows: null, error };
      for (const row of found.nodes) rows.set(row.id, row);
      after = found.pageInfo.endCursor;
      if (!found.pageInfo.hasNextPage || span.items.every(({ id }) => rows.has(id))) break;
    }
    return { rows, error: undefined };
  }

  #tell(change: Partial<Flags>): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#become(change);
    this.#listeners.forEach((listener) => listener());
  }

  #tellSoon(): void {
    this.#become({});
    this.#timer ??= setTimeout(() => this.#tell({}), SOON);
  }

  #become(change: Partial<Flags>): void {
    const { loading, hasMore, error } = this.#state;
    const flags = { loading, hasMore, error, ...change };
    this.#state = new State(this.#spans.map(({ items }) => items), flags);
  }
}

type Flags = Pick<LongListState<unknown>, "loading" | "hasMore" | "error">;

class State<Row> implements LongListState<Row> {
  readonly pages: readonly (readonly LongItem<Row>[])[];
  readonly loading: boolean;
  readonly hasMore: boolean;
  readonly error: CombinedError | undefined;
  #items: readonly LongItem<Row>[] | undefined;

  constructor(pages: readonly (readonly LongItem<Row>[])[], { loading, hasMore, error }: Flags) {
    this.pages = pages;
    this.loading = loading;
    this.hasMore = hasMore;
    this.error = error;
  }

  // A hundred thousand are put together only where somebody asks for them.
  get items(): readonly LongItem<Row>[] {
    return (this.#items ??= this.pages.flat());
  }
}
