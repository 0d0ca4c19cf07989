/** The stages of a job in the order in which they are reached, then the whole of it. */
const TURNS = ["CHECKED", "METADATA", "RENDITIONS", "READY", "REUSED", "PUBLISHED", "ALL"];

interface Staged {
  readonly kind: string;
  readonly stage: string;
}

/** The same stages, kind by kind, in the order in which they are reached; unknown ones come last. */
export function inTurn<One extends Staged>(stages: readonly One[]): readonly One[] {
  const turnOf = ({ stage }: Staged): number => {
    const at = TURNS.indexOf(stage);
    return at < 0 ? TURNS.length : at;
  };
  return stages.toSorted((a, b) => a.kind.localeCompare(b.kind) || turnOf(a) - turnOf(b));
}
