import { useEffect, useMemo, useSyncExternalStore } from "react";
import { useClient } from "urql";

import { onWalk, type Steps, stepsIn, walkNow, walkOn } from "./walk";

/** Where one can go from a picture in the list that one came from, which is read on in time. */
export function useSteps(id: string): Steps {
  const client = useClient();
  const walk = useSyncExternalStore(onWalk, walkNow);
  const steps = useMemo(() => stepsIn(walk, id), [walk, id]);
  useEffect(() => {
    if (steps.isShort) void walkOn(client);
  }, [client, steps]);
  return steps;
}
