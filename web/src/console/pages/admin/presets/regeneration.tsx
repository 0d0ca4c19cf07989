import { useQuery } from "urql";

import { useAgain } from "../../../client/again";
import { useSend } from "../../../client/send";
import { Button } from "../../../ui/button";
import { Card } from "../../../ui/card";
import { StateChip } from "../../../ui/chip";
import { Facts } from "../../../ui/facts";
import { Row } from "../../../ui/form";
import { Progress } from "../../../ui/progress";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { CancelRegenerationDocument, OneRegenerationDocument } from "./presets.generated";
import { words } from "./words";

const MILLISECONDS = 1500;

/** How far the renditions are that are made anew. */
export function Regeneration({ id }: { readonly id: string }): React.JSX.Element | null {
  const say = useWords(words);
  const { number, dateTime } = useFormats();
  const [{ data, stale }, reread] = useQuery({ query: OneRegenerationDocument, variables: { id } });
  const { send, busy } = useSend(CancelRegenerationDocument, (told) => told.cancelRegeneration);
  const told = data?.regeneration;
  const isOpen = told?.state === "QUEUED" || told?.state === "RUNNING";
  useAgain(isOpen && !stale, () => reread({ requestPolicy: "network-only" }), { every: MILLISECONDS });
  if (!told) return null;
  return (
    <>
      <h3>{say("latest")}</h3>
      <Card>
        <Facts
          facts={[
            [say("asked"), dateTime(told.createdAt)],
            [say("state"), <StateChip key="state" state={told.state} />],
            [say("preset"), told.preset ?? say("preset.all")],
            [say("examined"), number(told.examined)],
            [say("made"), number(told.made)],
            [say("failed"), number(told.failed)],
          ]}
        />
        {isOpen && (
          <Row>
            <Progress label={say("progress")} share={told.job?.progress ?? 0} />
            <Button isDisabled={busy} onPress={() => void send({ id })}>
              {say("stop")}
            </Button>
          </Row>
        )}
      </Card>
    </>
  );
}
