import {
  Client,
  type CombinedError,
  type Exchange,
  type Operation,
  fetchExchange,
  subscriptionExchange,
} from "@urql/core";
import { authExchange } from "@urql/exchange-auth";
import { persistedExchange } from "@urql/exchange-persisted";
import type { FormattedExecutionResult } from "graphql";
import type { Client as Socket } from "graphql-ws";

import { RefreshSessionDocument } from "../../shared/gql/graphql.js";
import { trustedId } from "../../shared/persisted.js";
import { type Renew, Session } from "../../shared/session.js";
import { makeSocket } from "../../shared/socket.js";
import { makeCache } from "./cache.js";

export interface Options {
  /** Such as https://images.example.com */
  readonly address: string;
  /** AUTOMATIC sends the text of a query once; TRUSTED no text at all, to a server that knows them. */
  readonly documents?: "AUTOMATIC" | "TRUSTED";
  /** How subscriptions come: by one websocket for all, or by an HTTP response for each. */
  readonly live?: "WEBSOCKET" | "HTTP";
  /** For catalogues: an API key instead of an account. */
  readonly key?: string;
  readonly fetch?: typeof fetch;
  readonly webSocketImpl?: unknown;
}

export interface Connection {
  readonly client: Client;
  readonly session: Session;
  readonly close: () => Promise<void>;
}

export function connect(options: Options): Connection {
  const session = new Session(renewal(options));
  const isLiveByHttp = options.live === "HTTP";
  const socket = isLiveByHttp ? null : makeSocket(options.address, session, options.webSocketImpl);
  const client = makeClient(
    options,
    [makeCache(), authorize(session, options.key), named(options), fetchExchange],
    socket,
  );
  return { client, session, close: async () => socket?.dispose() };
}

function makeClient(
  { address, fetch }: Options,
  exchanges: Exchange[],
  socket: Socket | null = null,
): Client {
  return new Client({
    url: `${address}/graphql`,
    fetchOptions: { headers: { "Apollo-Require-Preflight": "true" } },
    fetchSubscriptions: socket === null,
    exchanges: socket ? [...exchanges, events(socket)] : exchanges,
    ...(fetch && { fetch }),
  });
}

function events(socket: Socket): Exchange {
  return subscriptionExchange({
    forwardSubscription: ({ query = "", variables }) => ({
      subscribe: (sink) => {
        const next = (answer: FormattedExecutionResult) => sink.next({ data: null, ...answer });
        const told = { next, error: sink.error.bind(sink), complete: sink.complete.bind(sink) };
        return { unsubscribe: socket.subscribe({ query, variables }, told) };
      },
    }),
  });
}

/** Asks for new tokens past the exchanges that need them. */
function renewal(options: Options): Renew {
  const client = makeClient(options, [named(options), fetchExchange]);
  return async (refreshToken) => {
    const variables = { input: { refreshToken } };
    const { data, error } = await client.mutation(RefreshSessionDocument, variables);
    if (error?.networkError) throw error.networkError;
    return data?.refreshSession.session ?? null;
  };
}

/** Tells who asks; renews the tokens before they end, and once more when they were refused. */
function authorize(session: Session, key: string | undefined): Exchange {
  const ours = () => (key === undefined ? session.headers : { "x-api-key": key });
  return authExchange(async ({ appendHeaders }) => ({
    addAuthToOperation: (operation: Operation) => appendHeaders(operation, ours()),
    willAuthError: () => session.isEnding,
    didAuthError: (error) => session.tokens !== null && isRefusal(error),
    refreshAuth: () => session.renew(),
  }));
}

function isRefusal(error: CombinedError): boolean {
  return error.graphQLErrors.some(({ extensions }) => extensions["code"] === "UNAUTHENTICATED");
}

/** Names in place of texts. A name may be unknown at first: that must not cost sending files twice. */
function named({ documents }: Options): Exchange {
  return documents === "TRUSTED"
    ? persistedExchange({
        enforcePersistedQueries: true,
        enableForMutation: true,
        enableForSubscriptions: true,
        generateHash: async (_, document) => trustedId(document),
      })
    : persistedExchange({ preferGetForPersistedQueries: true });
}
