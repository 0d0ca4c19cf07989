import { ApolloClient, ApolloLink, HttpLink } from "@apollo/client";
import { CombinedGraphQLErrors } from "@apollo/client/errors";
import { SetContextLink } from "@apollo/client/link/context";
import { ErrorLink } from "@apollo/client/link/error";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import UploadHttpLink from "apollo-upload-client/UploadHttpLink.mjs";
import { from, switchMap } from "rxjs";

import { RefreshSessionDocument } from "../../shared/gql/graphql.js";
import { sha256, trustedId } from "../../shared/persisted.js";
import { type Progress, watchedFetch } from "../../shared/sending.js";
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
  readonly client: ApolloClient;
  readonly session: Session;
  readonly close: () => Promise<void>;
}

export function connect(options: Options): Connection {
  const session = new Session(renewal(options));
  const isLiveByHttp = options.live === "HTTP";
  const socket = isLiveByHttp ? null : makeSocket(options.address, session, options.webSocketImpl);
  const client = new ApolloClient({
    cache: makeCache(),
    link: ApolloLink.from([
      askAgain(session),
      authorize(session, options.key),
      ApolloLink.split(
        ({ operationType }) => operationType === "subscription",
        socket ? new GraphQLWsLink(socket) : ApolloLink.from([named(options), http(options)]),
        ApolloLink.from([named(options), files(options)]),
      ),
    ]),
  });
  const close = async (): Promise<void> => {
    client.stop();
    await socket?.dispose();
  };
  return { client, session, close };
}

/** Asks for new tokens past the links that need them. */
function renewal(options: Options): Renew {
  const link = ApolloLink.from([named(options), http(options)]);
  const client = new ApolloClient({ link, cache: makeCache() });
  return async (refreshToken) => {
    const variables = { input: { refreshToken } };
    const { data } = await client.mutate({ mutation: RefreshSessionDocument, variables });
    return data?.refreshSession.session ?? null;
  };
}

function authorize(session: Session, key: string | undefined): ApolloLink {
  const ours = key === undefined ? () => session.freshHeaders() : async () => ({ "x-api-key": key });
  return new SetContextLink(async ({ headers }) => ({ headers: { ...headers, ...(await ours()) } }));
}

/** Asks once more with new tokens when the old were refused. */
function askAgain(session: Session): ErrorLink {
  return new ErrorLink(({ error, operation, forward }) => {
    if (!isRefusal(error) || session.tokens === null) return;
    // Another operation may have met the same refusal first, and renewed already.
    const sent = operation.getContext()["headers"]?.["authorization"];
    const renewed = sent === session.headers["authorization"] ? session.renew() : undefined;
    return from(Promise.resolve(renewed)).pipe(switchMap(() => forward(operation)));
  });
}

function isRefusal(error: unknown): boolean {
  const errors = CombinedGraphQLErrors.is(error) ? error.errors : [];
  return errors.some(({ extensions }) => extensions?.["code"] === "UNAUTHENTICATED");
}

/** Names in place of texts. A name may be unknown at first: that must not cost sending files twice. */
function named({ documents }: Options): ApolloLink {
  return documents === "TRUSTED"
    ? new PersistedQueryLink({ generateHash: trustedId, useGETForHashedQueries: true })
    : ApolloLink.split(
        ({ operationType }) => operationType === "query",
        new PersistedQueryLink({ sha256, useGETForHashedQueries: true }),
      );
}

function http({ address, fetch }: Options): HttpLink {
  return new HttpLink({ uri: `${address}/graphql`, ...(fetch && { fetch }) });
}

/** Like `http`, but files in variables make it a multipart request. */
function files({ address, fetch: ask = fetch }: Options): ApolloLink {
  return new UploadHttpLink({
    uri: `${address}/graphql`,
    headers: { "Apollo-Require-Preflight": "true" },
    // An operation is watched where its context says so: `fetchOptions: { onProgress }`.
    fetch: (input, init?: RequestInit & { onProgress?: Progress }) =>
      (init?.onProgress ? watchedFetch(init.onProgress) : ask)(input, init),
  });
}
