import { useState } from "react";

import { useSend } from "../../../client/send";
import type { ReplayDeliveriesInput } from "../../../generated/schema";
import { Button } from "../../../ui/button";
import { Field } from "../../../ui/field";
import { notify } from "../../../ui/toasts";
import { useWords } from "../../../words/words";
import { ReplayDeliveriesDocument } from "./webhooks.generated";
import { words } from "./words";

function useReplay(onDone: () => void): {
  readonly replay: (input: ReplayDeliveriesInput) => Promise<void>;
  readonly busy: boolean;
} {
  const say = useWords(words);
  const { send, busy } = useSend(ReplayDeliveriesDocument, (data) => data.replayDeliveries);

  async function replay(input: ReplayDeliveriesInput): Promise<void> {
    const sent = await send({ input });
    if (!sent) return;
    notify(say(sent.hasMore ? "replay.more" : "replay.done", { count: sent.replayed }));
    onDone();
  }

  return { replay, busy };
}

interface OneProps {
  readonly webhookId: string;
  readonly id: string;
  /** What the button says to those who do not see its row. */
  readonly which: string;
  readonly onDone: () => void;
}

/** Sends one event again. */
export function ReplayOne({ webhookId, id, which, onDone }: OneProps): React.JSX.Element {
  const say = useWords(words);
  const { replay, busy } = useReplay(onDone);
  return (
    <Button
      small
      isDisabled={busy}
      aria-label={which}
      onPress={() => void replay({ webhookId, deliveryIds: [id] })}
    >
      {say("replay")}
    </Button>
  );
}

interface SinceProps {
  readonly id: string;
  readonly onDone: () => void;
}

/** Sends again whatever changed since a moment. */
export function ReplaySince({ id, onDone }: SinceProps): React.JSX.Element {
  const say = useWords(words);
  const [since, setSince] = useState("");
  const { replay, busy } = useReplay(onDone);
  return (
    <>
      <Field
        label={say("replay.since")}
        type="datetime-local"
        value={since}
        onChange={setSince}
      />
      <Button
        isDisabled={busy || since === ""}
        onPress={() => void replay({ webhookId: id, since: new Date(since).toISOString() })}
      >
        {say("replay.all")}
      </Button>
    </>
  );
}
