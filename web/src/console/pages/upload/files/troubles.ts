import { useRefusalText } from "../../../client/refusals";
import { useWords } from "../../../words/words";
import type { Item } from "../travel/item";
import { words } from "../words";

/** Why a file is not on its way, in words; null where it is. */
export function useTroubleText(): (item: Item) => string | null {
  const say = useWords(words);
  const refusal = useRefusalText();
  return ({ state, trouble }) => {
    if (state === "LOST") return say("trouble.lost");
    if (trouble === null) return null;
    return trouble.code === "NOT_SENT" ? say("trouble.notSent") : refusal(trouble);
  };
}
