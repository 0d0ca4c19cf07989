import type { WebhookDeliveryState } from "../../../generated/schema";

export const DELIVERY_STATES: readonly WebhookDeliveryState[] = [
  "PENDING",
  "DELIVERED",
  "FAILED",
  "SKIPPED",
];

/** What an address of a webhook says: which of its deliveries are looked at. */
export interface DeliveriesSearch {
  readonly state?: WebhookDeliveryState;
}

export function deliveriesSearch({ state }: Record<string, unknown>): DeliveriesSearch {
  const found = DELIVERY_STATES.find((one) => one === state);
  return found ? { state: found } : {};
}
