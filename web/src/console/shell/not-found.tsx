import { Compass } from "lucide-react";

import { ButtonLink } from "../ui/button";
import { Empty } from "../ui/empty";
import { Page } from "../ui/page";
import { useWords } from "../words/words";
import { shellWords } from "./words";

/** What an address without a page leads to; pages show it, too, for what is not there. */
export function NotFound(): React.JSX.Element {
  const say = useWords(shellWords);
  return (
    <Page title={say("notFound.title")} hideTitle>
      <Empty
        icon={<Compass />}
        title={say("notFound.title")}
        action={
          <ButtonLink to="/library" kind="primary">
            {say("notFound.home")}
          </ButtonLink>
        }
      >
        {say("notFound.text")}
      </Empty>
    </Page>
  );
}
