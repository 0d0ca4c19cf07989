import { useEffect, useState } from "react";

import type { UserErrorCode } from "../generated/schema";
import { useLanguage } from "../words/words";
import type { RefusalFragment } from "./refusal.generated";

type Sentences = Readonly<Record<UserErrorCode, string>>;

/** What a refusal and the problem of a picture or an import have in common. */
interface Said {
  readonly code: string;
  readonly message: string;
}

/** Read when first needed: the API's own sentences are English. */
async function portuguese(): Promise<Sentences> {
  return (await import("./refusals.pt-BR.json")).default;
}

/** Says why something was refused, in the reader's language: `userErrors` to words. */
export function useRefusalText(): (refusal: Said) => string {
  const language = useLanguage();
  const [sentences, setSentences] = useState<Readonly<Partial<Record<string, string>>> | null>(null);
  useEffect(() => {
    if (language === "pt-BR") void portuguese().then(setSentences);
  }, [language]);
  return ({ code, message }) =>
    // A newer server may know codes that we do not: then its English is better than nothing.
    (language === "pt-BR" && sentences?.[code]) || message;
}

/** The refusals of one field of a form, whose input has it at `name`. */
export function refusalAt<One extends Pick<RefusalFragment, "path">>(
  refusals: readonly One[],
  name: string,
): One | undefined {
  return refusals.find(({ path }) => path.includes(name));
}
