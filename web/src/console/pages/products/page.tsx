import { Hammer } from "lucide-react";

import { Empty } from "../../ui/empty";
import { Page } from "../../ui/page";
import { useWords } from "../../words/words";
import { words } from "./words";

export function ProductsPage(): React.JSX.Element {
  const say = useWords(words);
  return (
    <Page title={say("title")}>
      <Empty icon={<Hammer />} title={say("notYet")}>
        {say("notYet.text")}
      </Empty>
    </Page>
  );
}
