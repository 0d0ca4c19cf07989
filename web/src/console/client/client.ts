import { Client, type Exchange, fetchExchange, subscriptionExchange } from "@urql/core";
import { authExchange } from "@urql/exchange-auth";
import { cacheExchange } from "@urql/exchange-graphcache";
import { createClient as createSocket } from "graphql-ws";

import { possibleTypes, unkeyed } from "../generated/cache";
import type { Session } from "../session/session";

/** A refused token closes the socket with this code. */
const FORBIDDEN = 4403;

/** Asks the API for one account: a cache, tokens that renew themselves, live subscriptions. */
export function makeClient(endpoint: URL, session: Session): Client {
  return new Client({
    url: endpoint.href,
    preferGetMethod: false,
    requestPolicy: "cache-and-network",
    fetchOptions: { headers: { "apollo-require-preflight": "true" } },
    exchanges: [cache(), auth(session), fetchExchange, live(endpoint, session)],
  });
}

/**
 * Asks the API for one account and keeps nothing: for lists so long that a cache would never let
 * go of what was scrolled past. See long-list.ts.
 */
export function makeReader(endpoint: URL, session: Session): Client {
  return new Client({
    url: endpoint.href,
    preferGetMethod: false,
    requestPolicy: "network-only",
    fetchOptions: { headers: { "apollo-require-preflight": "true" } },
    exchanges: [auth(session), fetchExchange],
  });
}

/** By id; what has none of its own is part of what holds it. */
function cache(): Exchange {
  return cacheExchange({
    possibleTypes,
    keys: Object.fromEntries(unkeyed.map((name) => [name, () => null])),
  });
}

/** What one account asks never goes out in the name of another one, however late it is sent. */
function auth(session: Session): Exchange {
  const account = session.account()?.id;
  return authExchange(async (utilities) => ({
    addAuthToOperation(operation) {
      const token = session.tokenOf(account);
      if (token === null) return operation;
      return utilities.appendHeaders(operation, { authorization: `Bearer ${token}` });
    },
    willAuthError: () => session.isStale(),
    didAuthError: (error) =>
      error.graphQLErrors.some(({ extensions }) => extensions["code"] === "UNAUTHENTICATED"),
    refreshAuth: session.ready,
  }));
}

function live(endpoint: URL, session: Session): Exchange {
  const account = session.account()?.id;
  let refused = false;
  const socket = createSocket({
    url: endpoint.href.replace(/^http/, "ws"),
    connectionParams: async () => {
      if (refused || session.isStale()) await session.ready();
      const token = session.tokenOf(account);
      return token === null ? {} : { authorization: `Bearer ${token}` };
    },
    shouldRetry: () => session.account()?.id === account,
    retryAttempts: Number.POSITIVE_INFINITY,
    on: {
      closed: (event) => {
        refused = event instanceof CloseEvent && event.code === FORBIDDEN;
      },
    },
  });
  return subscriptionExchange({
    forwardSubscription: ({ query = "", variables }) => ({
      subscribe: ({ next, error, complete }) => ({
        unsubscribe: socket.subscribe(
          { query, variables },
          {
            next: ({ data = null, errors = [] }) => {
              next({ data, ...(errors.length > 0 && { errors }) });
            },
            error,
            complete,
          },
        ),
      }),
    }),
  });
}
