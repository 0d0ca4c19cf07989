import { useRefusalText } from "../../../client/refusals";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import type { Item } from "../travel/item";
import { useLimits, useLimitsText } from "../limits";
import { words } from "../words";

/** Why a file is not on its way, in words; null where it is. */
export function useTroubleText(): (item: Item) => string | null {
  const say = useWords(words);
  const refusal = useRefusalText();
  const { bytes } = useFormats();
  const limits = useLimits();
  const text = useLimitsText();
  return ({ state, trouble, size, uploadId }) => {
    if (state === "LOST") return say("trouble.lost");
    if (trouble === null) return null;
    // What was refused here, before a byte was sent, tells the limits.
    if (text !== null && uploadId === null) {
      const isLarge = trouble.code === "FILE_TOO_LARGE" && limits !== null && size > limits.uploadBytes;
      if (isLarge) return say("trouble.large", { size: bytes(size), most: text.size });
      if (trouble.code === "UNSUPPORTED_FORMAT") return say("trouble.format", { types: text.types });
    }
    return trouble.code === "NOT_SENT" ? say("trouble.notSent") : refusal(trouble);
  };
}
