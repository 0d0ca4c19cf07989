// @ts-check
/** urql 6 with its normalised cache, as a front-end sets it up for Ecogram. */

import { Client, fetchExchange, gql, subscriptionExchange } from "@urql/core";
import { authExchange } from "@urql/exchange-auth";
import { cacheExchange } from "@urql/exchange-graphcache";
import { relayPagination } from "@urql/exchange-graphcache/extras";
import { persistedExchange } from "@urql/exchange-persisted";
import { pipe, subscribe } from "wonka";

import { IMAGE, REFRESH } from "./documents.mjs";
import { counting } from "./persisted.mjs";
import { makeSocket } from "./socket.mjs";
import { authorization, run, walk } from "./walk.mjs";

/** @typedef {import("./walk.mjs").Account} Account */

/** @param {import("@urql/core").CombinedError | undefined} error @returns {string[]} */
function codesOf(error) {
  if (error === undefined) return [];
  if (error.networkError) throw error.networkError;
  return error.graphQLErrors.map(({ extensions }) => String(extensions["code"]));
}

/** What has no id of its own is part of what holds it. */
const PARTS = ["PublishedRendition", "Publication", "Review"];

/** What this program asked by hash and by text. */
const asked = { hashes: 0, gets: 0, texts: 0 };

const makeCache = () =>
  cacheExchange({
    keys: Object.fromEntries(PARTS.map((name) => [name, () => null])),
    resolvers: { Query: { images: relayPagination() } },
  });

/** Sends the access token, and renews it when it was refused. @param {Account} account */
function makeAuth(account) {
  return authExchange(async (utilities) => ({
    addAuthToOperation: (operation) => utilities.appendHeaders(operation, authorization(account)),
    didAuthError: (error) => account.session !== null && isRefusal(error),
    refreshAuth: async () => {
      const input = { refreshToken: account.session?.refreshToken };
      const { data } = await utilities.mutate(REFRESH, { input });
      account.session = data.refreshSession.session;
      account.renewals += 1;
    },
  }));
}

/** @param {import("@urql/core").CombinedError} error */
function isRefusal(error) {
  return error.graphQLErrors.some(({ extensions }) => extensions["code"] === "UNAUTHENTICATED");
}

/**
 * @param {string} address
 * @param {ReturnType<typeof makeSocket>} socket
 * @param {{ headers?: Record<string, string>, auth?: import("@urql/core").Exchange[] }} asking
 * @returns {import("./walk.mjs").Client}
 */
function makeClient(address, socket, { headers = {}, auth = [] }) {
  const client = new Client({
    url: `${address}/graphql`,
    fetch: counting(asked),
    fetchOptions: { headers: { "Apollo-Require-Preflight": "true", ...headers } },
    exchanges: [
      makeCache(),
      ...auth,
      persistedExchange({ preferGetForPersistedQueries: true, enableForMutation: true }),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = "", variables }) => ({
          subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query, variables }, sink) }),
        }),
      }),
    ],
  });
  const fresh = { requestPolicy: /** @type {const} */ ("network-only") };

  return {
    async ask(text, variables = {}) {
      const isMutation = text.startsWith("mutation");
      const { data, error } = isMutation
        ? await client.mutation(gql(text), variables).toPromise()
        : await client.query(gql(text), variables, fresh).toPromise();
      return { data, codes: codesOf(error) };
    },
    async *follow(text, variables) {
      for await (const { data, error } of results(client.subscription(gql(text), variables))) {
        if (error) throw error;
        yield data;
      }
    },
    async browse(text, where) {
      let pages = 0;
      /** @type {any} */
      let images;
      do {
        const variables = { first: 1, where, after: images?.pageInfo.endCursor };
        const { data, error } = await client.query(gql(text), variables).toPromise();
        if (error) throw error;
        images = /** @type {any} */ (data).images;
        pages += 1;
      } while (images.pageInfo.hasNextPage);
      const edges = /** @type {{ node: { id: string } }[]} */ (images.edges);
      return { pages, ids: edges.map(({ node }) => node.id) };
    },
    async poll(id, done) {
      for (;;) {
        const { data, error } = await client.query(gql(IMAGE), { id }, fresh).toPromise();
        if (error) throw error;
        const { image } = /** @type {any} */ (data);
        if (done(image)) return image;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    async close() {
      await socket.dispose();
    },
  };
}

/** The results of a source, one by one. @param {import("@urql/core").OperationResultSource<any>} source */
async function* results(source) {
  /** @type {import("@urql/core").OperationResult[]} */
  const waiting = [];
  let wake = () => {};
  const { unsubscribe } = pipe(
    source,
    subscribe((result) => (waiting.push(result), wake())),
  );
  try {
    for (;;) {
      for (let next = waiting.shift(); next; next = waiting.shift()) yield next;
      await new Promise((resolve) => (wake = () => resolve(undefined)));
    }
  } finally {
    unsubscribe();
  }
}

await run(async (place) => {
  /** @type {Account} */
  const account = { session: null, renewals: 0 };
  // The exchange renews for whatever is refused: the socket has something small be refused.
  const renew = async () => void (await client.ask("query Me { viewer { id } }"));
  const socket = makeSocket(place.address, () => authorization(account), renew);
  const client = makeClient(place.address, socket, { auth: [makeAuth(account)] });
  const withKey = (/** @type {string} */ key) => {
    const headers = { "x-api-key": key };
    const keySocket = makeSocket(place.address, () => headers, async () => {});
    return makeClient(place.address, keySocket, { headers });
  };
  return { ...(await walk(client, withKey, account, place)), asked };
});
