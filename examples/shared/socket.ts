/** Subscriptions over a websocket, by graphql-transport-ws. */

import { type Client, createClient } from "graphql-ws";

import type { Session } from "./session.js";

/** What the server closes a socket with whose token it refuses, also later while it is open. */
const REFUSED = 4403;

/**
 * One socket for all subscriptions. What is a header by HTTP is a connection parameter here. After
 * a break it connects again, with new tokens where they were the reason, and subscribes again.
 *
 * @param webSocketImpl For Node.js before 22, which has none of its own.
 */
export function makeSocket(address: string, session: Session, webSocketImpl?: unknown): Client {
  let wasRefused = false;
  return createClient({
    url: `${address.replace("http", "ws")}/graphql`,
    webSocketImpl,
    connectionParams: async () => {
      if (wasRefused) await session.renew();
      return session.freshHeaders();
    },
    shouldRetry: () => session.tokens !== null,
    on: {
      closed: (event) => (wasRefused = isClose(event) && event.code === REFUSED),
    },
  });
}

function isClose(event: unknown): event is { code: unknown } {
  return typeof event === "object" && event !== null && "code" in event;
}
