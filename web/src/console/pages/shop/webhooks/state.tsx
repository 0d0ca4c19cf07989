import { Chip } from "../../../ui/chip";
import { useWords } from "../../../words/words";
import type { WebhookRowFragment } from "./webhooks.generated";
import { words } from "./words";

/** Whether events are sent, and what was in the way. */
export function WebhookStateChip({
  webhook: { state, problem },
}: {
  readonly webhook: Pick<WebhookRowFragment, "state" | "problem">;
}): React.JSX.Element {
  const say = useWords(words);
  if (state === "ACTIVE") return <Chip tone="good">{say("active")}</Chip>;
  return <Chip tone={problem ? "bad" : "warn"}>{say(problem ? "stopped" : "paused")}</Chip>;
}
