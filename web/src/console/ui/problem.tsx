import type { CombinedError } from "urql";

import { useWords } from "../words/words";
import { Button } from "./button";
import styles from "./problem.module.css";
import { uiWords } from "./words";

/** Why a request failed as a whole, in words; the function is for use with `notify`. */
export function useProblemText(): (error: CombinedError) => string {
  const say = useWords(uiWords);
  return (error) => {
    if (error.networkError) return say("problem.offline");
    const [first] = error.graphQLErrors;
    const { code, correlationId } = first?.extensions ?? {};
    if (code === "UNAUTHENTICATED") return say("problem.unauthenticated");
    if (code === "FORBIDDEN") return say("problem.forbidden");
    if (code === "NOT_FOUND") return say("problem.notFound");
    if (code === "RATE_LIMITED" || code === "COST_EXCEEDED") return say("problem.tooMuch");
    if (code === "INTERNAL") return say("problem.internal", { id: String(correlationId) });
    return say("problem.other", { message: first?.message ?? error.message });
  };
}

interface Props {
  readonly error: CombinedError;
  readonly onRetry?: () => void;
}

/** Stands where something should be that could not be read. */
export function Problem({ error, onRetry }: Props): React.JSX.Element {
  const say = useWords(uiWords);
  const text = useProblemText();
  return (
    <div role="alert" className={styles["problem"]}>
      <p className={styles["title"]}>{say("problem.title")}</p>
      <p>{text(error)}</p>
      {onRetry !== undefined && <Button onPress={onRetry}>{say("retry")}</Button>}
    </div>
  );
}

/** What is said while something loads; screen readers hear it. */
export function Loading(): React.JSX.Element {
  const say = useWords(uiWords);
  return (
    <p role="status" className={styles["loading"]}>
      {say("loading")}
    </p>
  );
}
