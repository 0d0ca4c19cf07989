import type { JobState, ProcessingState, ReviewState } from "../generated/schema";
import { useWords } from "../words/words";
import styles from "./chip.module.css";
import { uiWords } from "./words";

export type Tone = "neutral" | "good" | "warn" | "bad" | "info";

/** A short state in words; its colour says no more than the words do. */
export function Chip({
  tone = "neutral",
  children,
}: {
  readonly tone?: Tone;
  readonly children: React.ReactNode;
}): React.JSX.Element {
  return <span className={`${styles["chip"]} ${styles[tone]}`}>{children}</span>;
}

type State = JobState | ProcessingState | ReviewState;

const TONES: Readonly<Record<State, Tone>> = {
  APPROVED: "good",
  AWAITING_UPLOAD: "neutral",
  CANCELLED: "neutral",
  FAILED: "bad",
  PENDING: "warn",
  PROCESSING: "info",
  QUEUED: "neutral",
  READY: "good",
  REJECTED: "bad",
  RUNNING: "info",
  SUCCEEDED: "good",
  WITHDRAWN: "neutral",
};

/** The state of a picture's processing, of its review, or of a job. */
export function StateChip({ state }: { readonly state: State }): React.JSX.Element {
  const say = useWords(uiWords);
  return <Chip tone={TONES[state]}>{say(`state.${state}`)}</Chip>;
}
