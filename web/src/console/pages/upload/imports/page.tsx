import { useWords } from "../../../words/words";
import { Frame } from "../frame";
import { words } from "../words";

/** Pictures from elsewhere: addresses, ZIP archives, and what became of them. */
export function ImportsPage(): React.JSX.Element {
  const say = useWords(words);
  return <Frame tab={say("part.imports")}>{null}</Frame>;
}
