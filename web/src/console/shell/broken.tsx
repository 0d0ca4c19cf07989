import { RefreshCw } from "lucide-react";

import { Button } from "../ui/button";
import { Empty } from "../ui/empty";
import { Page } from "../ui/page";
import { useWords } from "../words/words";
import { shellWords } from "./words";

/** Stands in for a page that broke; a page's parts that were renewed meanwhile load anew, too. */
export function Broken(): React.JSX.Element {
  const say = useWords(shellWords);
  return (
    <Page title={say("broken.title")} hideTitle>
      <div role="alert">
        <Empty
          icon={<RefreshCw />}
          title={say("broken.title")}
          action={
            <Button kind="primary" onPress={() => window.location.reload()}>
              {say("broken.reload")}
            </Button>
          }
        >
          {say("broken.text")}
        </Empty>
      </div>
    </Page>
  );
}
