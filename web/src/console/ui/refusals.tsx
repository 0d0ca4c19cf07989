import type { RefusalFragment } from "../client/refusal.generated";
import { useRefusalText } from "../client/refusals";
import styles from "./refusals.module.css";

interface Props {
  readonly refusals: readonly RefusalFragment[];
  /** Fields that show their own. */
  readonly except?: readonly string[];
}

/** What a form was refused for, but for what its fields say themselves. */
export function Refusals({ refusals, except = [] }: Props): React.JSX.Element {
  const say = useRefusalText();
  const rest = refusals.filter(({ path }) => !except.some((name) => path.includes(name)));
  const said = [...new Set(rest.map(say))];
  return (
    <div role="alert" className={said.length > 0 ? styles["refused"] : "visually-hidden"}>
      {said.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </div>
  );
}

/** What to say at one field of a form. */
export function useFieldProblem(
  refusals: readonly RefusalFragment[],
): (name: string) => string | undefined {
  const say = useRefusalText();
  return (name) => {
    const found = refusals.find(({ path }) => path.includes(name));
    return found && say(found);
  };
}
