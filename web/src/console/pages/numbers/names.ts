import { useCallback } from "react";

import { useWords } from "../../words/words";
import { words } from "./words";

type Key = keyof typeof words.keys;

function isKey(key: string): key is Key {
  return key in words.keys;
}

/** What kinds of jobs and their stages are called; by their code where there is no word for them. */
export function useJobNames(): {
  readonly kindOf: (kind: string) => string;
  readonly stageOf: (stage: string) => string;
} {
  const say = useWords(words);
  const kindOf = useCallback((kind: string) => named(`kind.${kind}`, kind), [say]);
  const stageOf = useCallback((stage: string) => named(`stage.${stage}`, stage), [say]);
  return { kindOf, stageOf };

  function named(key: string, code: string): string {
    return isKey(key) ? say(key) : code;
  }
}
