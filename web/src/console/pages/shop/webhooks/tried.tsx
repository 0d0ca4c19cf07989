import { Chip } from "../../../ui/chip";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import type { TryRowFragment } from "./webhooks.generated";
import { words } from "./words";

/** One request and what came of it. */
export function Tried({ one }: { readonly one: TryRowFragment }): React.JSX.Element {
  const say = useWords(words);
  const { dateTime, number } = useFormats();
  return (
    <div>
      <Chip tone={one.problem ? "bad" : "good"}>{one.status ?? say("try.none")}</Chip>{" "}
      {say("try", { at: dateTime(one.at), milliseconds: number(one.milliseconds) })}
      {one.problem && <p lang="en">{one.problem.message}</p>}
      {one.answer !== null && one.answer !== "" && (
        <p>
          <code>{one.answer}</code>
        </p>
      )}
    </div>
  );
}
