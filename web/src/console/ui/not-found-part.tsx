import { Compass } from "lucide-react";

import { shellWords } from "../shell/words";
import { Empty } from "./empty";
import { useWords } from "../words/words";

/** Within a page: what an address names is not there. */
export function NotFoundPart(): React.JSX.Element {
  const say = useWords(shellWords);
  return (
    <Empty icon={<Compass />} title={say("notFound.title")}>
      {say("notFound.text")}
    </Empty>
  );
}
