import { createGraphiQLFetcher, type Fetcher, type FetcherOpts } from "@graphiql/toolkit";
import { GraphQLError } from "graphql";
import { createClient } from "graphql-ws";

import type { Session } from "../console/session/session";
import { formOf, NoFiles } from "./attachments";

type Headers = Record<string, string>;
type FetcherAnswer = Awaited<Extract<ReturnType<Fetcher>, Promise<unknown>>>;

/**
 * Sends queries and mutations by POST and subscriptions over a websocket, to one address.
 *
 * The signed-in token goes along unless the headers editor has an Authorization of its own. What
 * is a header by POST is a connection parameter by websocket, asked for anew at each connection.
 * Where variables ask for the chosen files, they go along.
 */
export function fetcherFor(
  endpoint: URL,
  session: Session,
  files: () => readonly File[],
): Fetcher {
  return async (params, options) => {
    const headers = async (): Promise<Headers> => {
      if (session.state().is === "in" && session.isStale()) await session.renew();
      return authorized(written(options), session.token());
    };
    try {
      const form = formOf(params, files());
      if (form !== null) return await upload(endpoint, form, await headers());
    } catch (error) {
      // Of what is thrown, GraphiQL would show the lines of our program, too.
      if (error instanceof NoFiles) return { errors: [new GraphQLError(error.message)] };
      throw error;
    }
    const wsClient = createClient({ url: socketAddress(endpoint), connectionParams: headers });
    const fetcher = createGraphiQLFetcher({
      url: endpoint.href,
      wsClient,
      // Our answers come in one piece: ask for them by the GraphQL-over-HTTP media type.
      enableIncrementalDelivery: false,
    });
    return fetcher(params, { ...options, headers: await headers() });
  };
}

/** Sends a request with files; the header proves that no other page made the browser do it. */
async function upload(endpoint: URL, body: FormData, headers: Headers): Promise<FetcherAnswer> {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { accept: "application/json", "apollo-require-preflight": "true", ...headers },
    body,
  });
  return (await response.json()) as FetcherAnswer;
}

/** What the headers editor holds, its names in lower case, as connection parameters want them. */
function written(options: FetcherOpts | undefined): Headers {
  const entries = Object.entries(options?.headers ?? {});
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), String(value)]));
}

function authorized(headers: Headers, token: string | null): Headers {
  return token === null ? headers : { authorization: `Bearer ${token}`, ...headers };
}

function socketAddress(endpoint: URL): string {
  const address = new URL(endpoint);
  address.protocol = endpoint.protocol === "https:" ? "wss:" : "ws:";
  return address.href;
}
