import { Client, fetchExchange, gql, type TypedDocumentNode } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";
import { expect, test } from "vitest";

import { type Connection, PageList } from "./page-list";

interface Row {
  readonly id: string;
  readonly name: string;
}
interface Data {
  readonly shops: Connection<Row>;
}
interface Variables {
  readonly first: number;
  readonly after: string | null;
}

const QUERY: TypedDocumentNode<Data, Variables> = gql`
  query Shops($first: Int!, $after: String) {
    shops(first: $first, after: $after) {
      nodes {
        id
        name
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

/** A service with shops in order, two a page, that answers when it is let; and a list of them. */
class Service {
  names: string[];
  readonly asked: (string | null)[] = [];
  readonly client: Client;
  readonly list: PageList<Row, Data, Variables>;
  #waiting: (() => void)[] = [];

  constructor(...names: string[]) {
    this.names = names;
    this.client = new Client({
      url: "http://127.0.0.1/graphql",
      preferGetMethod: false,
      fetch: (_, init) => this.#fetched(init),
      exchanges: [cacheExchange({ keys: { ShopConnection: () => null, PageInfo: () => null } }), fetchExchange],
    });
    this.list = new PageList(this.client, {
      query: QUERY,
      variables: (paging) => paging,
      connection: ({ shops }) => shops,
      first: 2,
    });
  }

  /** Answers what waits, as the shops are now, and waits until that is heard. */
  async answer(): Promise<void> {
    await turn();
    const waiting = this.#waiting.splice(0);
    waiting.forEach((go) => go());
    await turn();
  }

  /** Until nothing is asked any more. */
  async settled(): Promise<void> {
    do await this.answer();
    while (this.#waiting.length > 0);
  }

  get shown(): string {
    return this.list.state().rows.map(({ name }) => name).join("");
  }

  async #fetched(init: RequestInit | undefined): Promise<Response> {
    const { variables }: { variables: Variables } = JSON.parse(String(init?.body));
    this.asked.push(variables.after);
    await new Promise<void>((go) => this.#waiting.push(go));
    const from = variables.after === null ? 0 : this.names.findIndex((name) => name > String(variables.after));
    const rows = from < 0 ? [] : this.names.slice(from, from + variables.first);
    const nodes = rows.map((name) => ({ __typename: "Shop", id: name, name }));
    const hasNextPage = from >= 0 && from + variables.first < this.names.length;
    const pageInfo = { __typename: "PageInfo", hasNextPage, endCursor: rows.at(-1) ?? null };
    return Response.json({ data: { shops: { __typename: "ShopConnection", nodes, pageInfo } } });
  }
}

/** Lets all that is under way come to where it waits for us. */
async function turn(): Promise<void> {
  for (let time = 0; time < 20; time += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one after another
    await new Promise((done) => setTimeout(done, 0));
  }
}

test("pages come one after another, each when it is asked for", async () => {
  const service = new Service("a", "b", "c", "d", "e");
  service.list.start();
  await service.settled();
  expect([service.shown, service.list.state().hasMore]).toEqual(["ab", true]);

  service.list.more();
  service.list.more();
  await service.settled();
  expect(service.shown).toBe("abcd");
  service.list.more();
  await service.settled();

  expect([service.shown, service.list.state().hasMore]).toEqual(["abcde", false]);
  expect(service.asked).toEqual([null, "b", "d"]);
});

test("more that is asked for during a reload comes after it", async () => {
  const service = new Service("a", "b", "c", "d");
  service.list.start();
  await service.settled();

  service.list.reload();
  service.list.more();
  await service.settled();

  expect(service.shown).toBe("abcd");
});

test("a page on its way when the list is reloaded comes after it", async () => {
  const service = new Service("a", "b", "c", "d");
  service.list.start();
  await service.settled();

  service.list.more();
  service.list.reload();
  await service.settled();

  expect(service.shown).toBe("abcd");
  expect(service.list.state().loading).toBe(false);
});

test("a list that is left tells nothing of what comes after that", async () => {
  const service = new Service("a", "b", "c");
  const stop = service.list.start();
  await service.settled();
  service.list.more();

  stop();
  await service.settled();

  expect(service.shown).toBe("ab");
});

test("where a page comes to end elsewhere, those behind it are read anew: no row is missing or twice", async () => {
  const service = new Service("b", "c", "d", "e");
  service.list.start();
  await service.settled();
  service.list.more();
  await service.settled();
  service.names = ["a", "b", "c", "d", "e"];

  // Another part of the page asks for the same begin.
  service.client.query(QUERY, { first: 2, after: null }, { requestPolicy: "network-only" }).subscribe(() => {});
  await service.settled();

  expect(service.shown).toBe("abcd");
});

test("a row that moved to a page behind while that was read shows once", async () => {
  const service = new Service("a", "b", "c");
  const moved = new PageList(service.client, {
    query: QUERY,
    variables: (paging: Variables) => paging,
    connection: ({ shops }: Data) => ({ ...shops, nodes: [{ id: "b", name: "b" }, ...shops.nodes] }),
    first: 2,
  });
  moved.start();
  await service.settled();

  expect(moved.state().rows.map(({ id }) => id)).toEqual(["b", "a"]);
});

test("a reload that fails leaves what is there, still kept up to date", async () => {
  const service = new Service("a", "b", "c");
  service.list.start();
  await service.settled();
  const names = service.names;
  Object.defineProperty(service, "names", { configurable: true, get: () => { throw new Error("Gone."); } });
  service.list.reload();
  await service.settled();
  expect(service.list.state().error).toBeDefined();
  expect(service.shown).toBe("ab");

  Object.defineProperty(service, "names", { value: names });
  service.list.reload();
  await service.settled();

  expect([service.shown, service.list.state().error]).toEqual(["ab", undefined]);
});
