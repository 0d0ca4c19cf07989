// @ts-check
/** Subscriptions over graphql-transport-ws, for both libraries. */

import { createClient } from "graphql-ws";
import { WebSocket } from "ws";

/**
 * A refused token closes the socket with 4403: the next connection renews it first.
 *
 * @param {string} address
 * @param {() => Record<string, string>} headers What is sent as the connection's parameters.
 * @param {() => Promise<void>} renew
 */
export function makeSocket(address, headers, renew) {
  let refused = false;
  return createClient({
    url: `${address.replace("http", "ws")}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: async () => {
      if (refused) await renew();
      return headers();
    },
    retryWait: async () => {},
    shouldRetry: () => true,
    on: { closed: (event) => void (refused = /** @type {CloseEvent} */ (event).code === 4403) },
  });
}
