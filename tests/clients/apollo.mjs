// @ts-check
/** Apollo Client 4, as a React or plain front-end sets it up for Ecogram. */

import { createHash } from "node:crypto";

import { ApolloClient, ApolloLink, InMemoryCache, gql } from "@apollo/client";
import { CombinedGraphQLErrors } from "@apollo/client/errors";
import { SetContextLink } from "@apollo/client/link/context";
import { ErrorLink } from "@apollo/client/link/error";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { getMainDefinition, relayStylePagination } from "@apollo/client/utilities";
// @ts-expect-error It comes without types.
import UploadHttpLink from "apollo-upload-client/UploadHttpLink.mjs";
import { filter, firstValueFrom, from, map, switchMap } from "rxjs";

import { IMAGE, REFRESH } from "./documents.mjs";
import { counting } from "./persisted.mjs";
import { makeSocket } from "./socket.mjs";
import { authorization, run, walk } from "./walk.mjs";

/** @typedef {import("./walk.mjs").Account} Account */

/** @param {unknown} error @returns {string[]} */
function codesOf(error) {
  if (error === undefined) return [];
  if (!CombinedGraphQLErrors.is(error)) throw error;
  return error.errors.map(({ extensions }) => String(extensions?.["code"]));
}

/** What this program asked by hash and by text. */
const asked = { hashes: 0, gets: 0, texts: 0 };

const sha256 = (/** @type {string} */ text) => createHash("sha256").update(text).digest("hex");

const makeCache = () =>
  new InMemoryCache({
    possibleTypes: { Node: ["Collection", "Image", "ImageGroup", "Job", "Product"] },
    typePolicies: { Query: { fields: { images: relayStylePagination(["where", "orderBy"]) } } },
  });

/** @param {string} address @param {() => Record<string, string>} headers @param {ApolloLink[]} before */
function makeHttp(address, headers, before = []) {
  return ApolloLink.from([
    ...before,
    new SetContextLink((context) => ({ headers: { ...context["headers"], ...headers() } })),
    new PersistedQueryLink({ sha256, useGETForHashedQueries: true }),
    new UploadHttpLink({
      uri: `${address}/graphql`,
      fetch: counting(asked),
      headers: { "Apollo-Require-Preflight": "true" },
    }),
  ]);
}

/** Renews the tokens, once for all that ask at the same time. @param {string} address @param {Account} account */
function makeRenew(address, account) {
  const client = new ApolloClient({ link: makeHttp(address, () => ({})), cache: makeCache() });
  /** @type {Promise<void> | null} */
  let running = null;

  async function renew() {
    const input = { refreshToken: account.session?.refreshToken };
    const { data } = await client.mutate({ mutation: gql(REFRESH), variables: { input } });
    account.session = /** @type {any} */ (data).refreshSession.session;
    account.renewals += 1;
  }

  return () => (running ??= renew().finally(() => (running = null)));
}

/** Asks again with new tokens when the old were refused. @param {Account} account @param {() => Promise<void>} renew */
function makeRetry(account, renew) {
  return new ErrorLink(({ error, operation, forward }) => {
    const refused = CombinedGraphQLErrors.is(error) && codesOf(error).includes("UNAUTHENTICATED");
    if (!refused || account.session === null) return;
    const { accessToken } = account.session;
    // Another operation may have met the same refusal first, and renewed already.
    const sent = operation.getContext()["headers"]?.["authorization"];
    const renewed = sent === `Bearer ${accessToken}` ? renew() : Promise.resolve();
    return from(renewed).pipe(switchMap(() => forward(operation)));
  });
}

/**
 * @param {string} address @param {() => Record<string, string>} headers
 * @param {{ retry?: ApolloLink, renew?: () => Promise<void> }} more
 * @returns {import("./walk.mjs").Client}
 */
function makeClient(address, headers, { retry, renew = async () => {} } = {}) {
  const socket = makeSocket(address, headers, renew);
  const client = new ApolloClient({
    cache: makeCache(),
    link: ApolloLink.split(
      ({ operationType }) => operationType === "subscription",
      new GraphQLWsLink(socket),
      makeHttp(address, headers, retry ? [retry] : []),
    ),
  });

  return {
    async ask(text, variables = {}) {
      const document = gql(text);
      const definition = getMainDefinition(document);
      const isMutation = "operation" in definition && definition.operation === "mutation";
      const { data, error } = isMutation
        ? await client.mutate({ mutation: document, variables, errorPolicy: "all" })
        : await client.query({
            query: document,
            variables,
            errorPolicy: "all",
            fetchPolicy: "network-only",
          });
      return { data, codes: codesOf(error) };
    },
    async *follow(text, variables) {
      const stream = client.subscribe({ query: gql(text), variables });
      for await (const { data, error } of values(stream)) {
        if (error) throw error;
        yield data;
      }
    },
    async browse(text, where) {
      const query = client.watchQuery({ query: gql(text), variables: { first: 1, where } });
      const showing = query.subscribe(() => {});
      /** The list on the screen, once it holds so many. @param {number} count */
      const shown = (count) => {
        const lists = from(query).pipe(map(({ data }) => /** @type {any} */ (data)?.images));
        return firstValueFrom(lists.pipe(filter((images) => images?.edges.length === count)));
      };
      let pages = 1;
      let images = await shown(pages);
      while (images.pageInfo.hasNextPage) {
        await query.fetchMore({ variables: { after: images.pageInfo.endCursor } });
        images = await shown((pages += 1));
      }
      showing.unsubscribe();
      const edges = /** @type {{ node: { id: string } }[]} */ (images.edges);
      return { pages, ids: edges.map(({ node }) => node.id) };
    },
    async poll(id, done) {
      const query = client.watchQuery({ query: gql(IMAGE), variables: { id }, pollInterval: 100 });
      const images = from(query).pipe(map(({ data }) => /** @type {any} */ (data)?.image));
      return firstValueFrom(images.pipe(filter((image) => image && done(image))));
    },
    async close() {
      client.stop();
      await socket.dispose();
    },
  };
}

/** The values of an observable, one by one. @template T @param {import("rxjs").Observable<T>} observable */
async function* values(observable) {
  /** @type {T[]} */
  const waiting = [];
  /** @type {unknown} */
  let failure;
  let wake = () => {};
  const subscription = observable.subscribe({
    next: (value) => (waiting.push(value), wake()),
    error: (error) => ((failure = error), wake()),
  });
  try {
    while (failure === undefined) {
      while (waiting.length > 0) yield /** @type {T} */ (waiting.shift());
      await new Promise((resolve) => (wake = () => resolve(undefined)));
    }
    throw failure;
  } finally {
    subscription.unsubscribe();
  }
}

await run(async (place) => {
  /** @type {Account} */
  const account = { session: null, renewals: 0 };
  const headers = () => authorization(account);
  const renew = makeRenew(place.address, account);
  const client = makeClient(place.address, headers, { retry: makeRetry(account, renew), renew });
  const withKey = (/** @type {string} */ key) =>
    makeClient(place.address, () => ({ "x-api-key": key }));
  return { ...(await walk(client, withKey, account, place)), asked };
});
