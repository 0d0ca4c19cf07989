import type { Client } from "@urql/core";
import { useCallback } from "react";

import type { RefusalFragment } from "../../../client/refusal.generated";
import { Asking, NotAsked, RefusedCall } from "../travel/asking";
import { unique } from "../travel/checksum";
import { type Filled, NEW_GROUP } from "./batch";

/** The group that a batch needs made: its id, why there is none, or that nobody could be asked. */
export interface MadeGroup {
  readonly id: string | null;
  readonly refusals: readonly RefusalFragment[];
  readonly isOffline: boolean;
}

const NONE: MadeGroup = { id: null, refusals: [], isOffline: false };

/** Makes the new group of a batch, where it has one. */
export function useMadeGroup(client: Client): (filled: Filled) => Promise<MadeGroup> {
  return useCallback(
    async ({ group, groupName }) => {
      if (group !== NEW_GROUP) return NONE;
      try {
        return { ...NONE, id: await new Asking(client).group(groupName.trim(), unique()) };
      } catch (error) {
        if (error instanceof RefusedCall) return { ...NONE, refusals: [error.refusal] };
        if (error instanceof NotAsked) return { ...NONE, isOffline: true };
        throw error;
      }
    },
    [client],
  );
}
