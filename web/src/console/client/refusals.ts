import { useEffect, useState } from "react";

import type { UserErrorCode } from "../generated/schema";
import { useLanguage } from "../words/words";
import type { RefusalFragment } from "./refusal.generated";

type Sentences = Readonly<Record<UserErrorCode, string>>;

/** A refusal, or the problem of a picture or a job, whose codes are mostly the same. */
interface Told {
  readonly code: string;
  readonly message: string;
}

/** Read when first needed: the API's own sentences are English. */
async function portuguese(): Promise<Sentences> {
  return (await import("./refusals.pt-BR.json")).default;
}

/** Says why something was refused, in the reader's language: `userErrors` to words. */
export function useRefusalText(): (refusal: Told) => string {
  const language = useLanguage();
  const [sentences, setSentences] = useState<Sentences | null>(null);
  useEffect(() => {
    if (language === "pt-BR") void portuguese().then(setSentences);
  }, [language]);
  const known: Readonly<Record<string, string>> = sentences ?? {};
  return ({ code, message }) =>
    // A newer server may know codes that we do not: then its English is better than nothing.
    (language === "pt-BR" && known[code]) || message;
}

/** The refusals of one field of a form, whose input has it at `name`. */
export function refusalAt<One extends Pick<RefusalFragment, "path">>(
  refusals: readonly One[],
  name: string,
): One | undefined {
  return refusals.find(({ path }) => path.includes(name));
}
