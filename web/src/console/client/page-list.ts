import type {
  AnyVariables,
  Client,
  CombinedError,
  OperationResult,
  OperationResultSource,
  RequestPolicy,
  TypedDocumentNode,
} from "@urql/core";

/** A connection of the API, as far as a list needs it. */
export interface Connection<Row> {
  readonly nodes: readonly Row[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Which page: pass it on as the document's `$first` and `$after`. */
export interface Paging {
  readonly first: number;
  readonly after: string | null;
}

export interface Asked<Row, Data, Variables extends AnyVariables> {
  readonly query: TypedDocumentNode<Data, Variables>;
  /** The document's variables for one page. */
  readonly variables: (paging: Paging) => Variables;
  /** The connection in the answer; null where its owner is gone. */
  readonly connection: (data: Data) => Connection<Row> | null | undefined;
  /** How many rows a page has, 1 to 100; 50 by default. */
  readonly first?: number;
}

interface Page<Row> {
  readonly rows: readonly Row[];
  readonly after: string | null;
  readonly next: string | null;
}

export interface PageListState<Row> {
  readonly rows: readonly Row[];
  /** Whether a page that is not there yet is on its way. */
  readonly loading: boolean;
  readonly hasMore: boolean;
  readonly error: CombinedError | undefined;
}

/**
 * A keyset list that is read page by page, each page kept up to date by the client's cache.
 *
 * A row that has moved from one page to another shows once, where it was first. Where a page comes
 * to end elsewhere than the one behind it begins, all are read anew.
 */
export class PageList<Row, Data, Variables extends AnyVariables> {
  readonly #client: Client;
  readonly #asked: Asked<Row, Data, Variables>;
  readonly #listeners = new Set<() => void>();
  #pages: Page<Row>[] = [];
  #state: PageListState<Row> = { rows: [], loading: true, hasMore: false, error: undefined };
  #stops: (() => void)[] = [];
  /** The places of pages that are on their way. */
  #coming = new Set<number>();
  #isReloading = false;
  #wantsMore = false;
  /** Whatever was begun in an earlier one is not wanted any more. */
  #round = 0;

  constructor(client: Client, asked: Asked<Row, Data, Variables>) {
    this.#client = client;
    this.#asked = asked;
  }

  state = (): PageListState<Row> => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Reads the begin: from the cache, then from the API. Returns what ends all. */
  start = (): (() => void) => {
    this.#follow(0, null, "cache-and-network");
    return () => this.#stop();
  };

  /** Reads the next page, unless that is on its way or there is none; during a reload after it. */
  more = (): void => {
    if (this.#isNextComing()) return;
    this.#wantsMore = true;
    this.#goOn();
  };

  /**
   * Reads as many pages as there are, past the cache; those there are stay until all have come, and
   * where they cannot be read.
   */
  reload = (): void => {
    void this.#reload();
  };

  async #reload(): Promise<void> {
    const wantsMore = this.#wantsMore || (this.#pages.length > 0 && this.#isNextComing());
    this.#stop();
    this.#wantsMore = wantsMore;
    this.#isReloading = true;
    if (this.#pages.length === 0) this.#tell(undefined);
    const { pages, error } = await this.#readAnew(Math.max(1, this.#pages.length), this.#round);
    if (pages === null) return;
    this.#isReloading = false;
    if (!error) this.#pages = pages;
    this.#pages.forEach((page, at) => this.#follow(at, page.after, "cache-first"));
    this.#tell(error);
    if (!error) this.#goOn();
  }

  /** So many pages, fewer where the list ends; null where nobody wants them any more. */
  async #readAnew(count: number, round: number): Promise<{ pages: Page<Row>[] | null; error?: CombinedError | undefined }> {
    const pages: Page<Row>[] = [];
    let after: string | null = null;
    do {
      // oxlint-disable-next-line no-await-in-loop -- each begins where the one before ends
      const answer: OperationResult<Data, Variables> = await this.#query(after, "network-only").toPromise();
      if (round !== this.#round) return { pages: null };
      const page = this.#pageOf(answer, after);
      if (page === null) return { pages, error: answer.error };
      pages.push(page);
      after = page.next;
    } while (after !== null && pages.length < count);
    return { pages };
  }

  #query(after: string | null, requestPolicy: RequestPolicy): OperationResultSource<OperationResult<Data, Variables>> {
    const { query, variables, first = 50 } = this.#asked;
    return this.#client.query(query, variables({ first, after }), { requestPolicy });
  }

  /** Reads a page, and keeps it as the cache has it from then on. */
  #follow(at: number, after: string | null, requestPolicy: RequestPolicy): void {
    const round = this.#round;
    this.#coming.add(at);
    this.#tell(undefined);
    const { unsubscribe } = this.#query(after, requestPolicy).subscribe((answer) => {
      if (round !== this.#round) return;
      if (!answer.stale) this.#coming.delete(at);
      else this.#coming.add(at);
      const page = this.#pageOf(answer, after);
      if (page !== null) this.#pages = this.#pages.toSpliced(at, 1, page);
      this.#tell(answer.error);
      const behind = this.#pages[at + 1];
      if (behind !== undefined && page !== null && page.next !== behind.after) this.reload();
      else this.#goOn();
    });
    // What the cache had may have begun a new round already.
    if (round === this.#round) this.#stops.push(unsubscribe);
    else unsubscribe();
  }

  #pageOf({ data }: OperationResult<Data, Variables>, after: string | null): Page<Row> | null {
    const found = data === undefined ? undefined : this.#asked.connection(data);
    if (!found) return null;
    const { nodes, pageInfo } = found;
    return { rows: nodes, after, next: pageInfo.hasNextPage ? pageInfo.endCursor : null };
  }

  #goOn(): void {
    if (!this.#wantsMore || this.#isReloading || this.#coming.size > 0) return;
    this.#wantsMore = false;
    const next = this.#pages.at(-1)?.next ?? null;
    if (next !== null) this.#follow(this.#pages.length, next, "cache-and-network");
  }

  #isNextComing(): boolean {
    return this.#coming.has(this.#pages.length);
  }

  #stop(): void {
    this.#round += 1;
    this.#stops.forEach((stop) => stop());
    this.#stops = [];
    this.#coming.clear();
    this.#isReloading = false;
    this.#wantsMore = false;
  }

  #tell(error: CombinedError | undefined): void {
    const hasMore = (this.#pages.at(-1)?.next ?? null) !== null;
    const loading = this.#isNextComing() || (this.#isReloading && this.#pages.length === 0);
    this.#state = { rows: once(this.#pages.flatMap(({ rows }) => rows)), loading, hasMore, error };
    this.#listeners.forEach((listener) => listener());
  }
}

/** Without those that come a second time; rows without an id are all there. */
function once<Row>(rows: readonly Row[]): readonly Row[] {
  const seen = new Set<unknown>();
  return rows.filter((row) => {
    const id = idOf(row);
    if (id === undefined) return true;
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}

function idOf(row: unknown): unknown {
  return typeof row === "object" && row !== null && "id" in row ? row.id : undefined;
}
