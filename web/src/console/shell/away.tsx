import { CloudOff } from "lucide-react";

import { useSession } from "../session/account";
import { Button } from "../ui/button";
import { Empty } from "../ui/empty";
import { Page } from "../ui/page";
import { uiWords } from "../ui/words";
import { useWords } from "../words/words";
import { shellWords } from "./words";

/** Stands where a page would be while nobody tells who is here; the session asks again by itself. */
export function Away(): React.JSX.Element {
  const say = useWords(shellWords);
  const sayUi = useWords(uiWords);
  const session = useSession();
  return (
    <main>
      <Page title={say("away.title")} hideTitle>
        <div role="alert">
          <Empty
            icon={<CloudOff />}
            title={say("away.title")}
            action={
              <Button kind="primary" onPress={() => void session.start()}>
                {sayUi("retry")}
              </Button>
            }
          >
            {say("away.text")}
          </Empty>
        </div>
      </Page>
    </main>
  );
}
