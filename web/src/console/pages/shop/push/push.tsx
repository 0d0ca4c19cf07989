import { PlugZap } from "lucide-react";
import { useEffect } from "react";
import { useQuery } from "urql";

import type { ShopPushState } from "../../../generated/schema";
import { Card } from "../../../ui/card";
import { Chip, type Tone } from "../../../ui/chip";
import { Empty } from "../../../ui/empty";
import { Facts } from "../../../ui/facts";
import { Part } from "../../../ui/form";
import { Loading, Problem } from "../../../ui/problem";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { ShopPushDocument } from "./push.generated";
import { words } from "./words";

const MILLISECONDS = 5000;
const TONES: Readonly<Record<ShopPushState, Tone>> = {
  OFF: "neutral",
  COPYING: "info",
  FOLLOWING: "info",
  IN_STEP: "good",
  WAITING: "warn",
};

/** How far the shop is to which pictures are brought, if there is one. */
export function Push(): React.JSX.Element {
  const say = useWords(words);
  const { number, dateTime } = useFormats();
  const [{ data, error }, reread] = useQuery({ query: ShopPushDocument });
  const isOn = data !== undefined && data.shopPush.state !== "OFF";
  useEffect(() => {
    if (!isOn) return;
    const again = (): void => reread({ requestPolicy: "network-only" });
    const timer = window.setInterval(again, MILLISECONDS);
    return () => window.clearInterval(timer);
  }, [isOn, reread]);

  if (error && !data) return <Problem error={error} onRetry={reread} />;
  if (!data) return <Loading />;
  const push = data.shopPush;
  return (
    <Part title={say("title")} lead={say("lead")}>
      {push.state === "OFF" ? (
        <Empty icon={<PlugZap />} title={say("off")}>
          {say("off.text")}
        </Empty>
      ) : (
        <Card>
          <Facts
            facts={[
              [say("state"), <Chip key="state" tone={TONES[push.state]}>{say(`state.${push.state}`)}</Chip>],
              [say("behind"), number(push.latest - (push.cursor ?? 0))],
              [say("files"), number(push.files)],
              [say("stuck"), number(push.stuck)],
              [say("next"), push.nextTryAt === null ? "–" : dateTime(push.nextTryAt)],
            ]}
          />
          {push.lastError && <p lang="en">{push.lastError.message}</p>}
        </Card>
      )}
    </Part>
  );
}
