import { ShieldCheck } from "lucide-react";

import { useIsAtLeast } from "../../session/account";
import { Empty } from "../../ui/empty";
import { Page } from "../../ui/page";
import { useWords } from "../../words/words";
import { Desk } from "./desk";
import { words } from "./words";

/** One picture after another, until nothing waits. */
export function ReviewPage(): React.JSX.Element {
  const say = useWords(words);
  const isReviewer = useIsAtLeast("REVIEWER");
  if (isReviewer) return <Desk />;
  return (
    <Page title={say("title")}>
      <Empty icon={<ShieldCheck />} title={say("notAllowed")}>
        {say("notAllowed.text")}
      </Empty>
    </Page>
  );
}
