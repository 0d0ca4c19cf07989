import { Card } from "../../ui/card";
import { Facts } from "../../ui/facts";
import { useFormats } from "../../words/formats";
import { useWords } from "../../words/words";
import type { NumbersFragment } from "./numbers.generated";
import styles from "./numbers.module.css";
import { words } from "./words";

/** The sums of the whole range. */
export function Totals({ of }: { readonly of: NumbersFragment }): React.JSX.Element {
  const say = useWords(words);
  const { number, brief } = useFormats();
  const told = (seconds: number | null): string => (seconds === null ? "–" : brief(seconds));
  return (
    <div className={styles["totals"]}>
      <Card>
        <Facts
          facts={[
            [say("imagesIn"), number(of.imagesIn)],
            [say("waiting"), number(of.waiting)],
            [say("approved"), number(of.approved)],
            [say("rejected"), number(of.rejected)],
            [say("withdrawn"), number(of.withdrawn)],
            [say("deleted"), number(of.deleted)],
            [say("failed"), number(of.failed)],
            [say("total.median"), told(of.timeToDecision.medianSeconds)],
            [say("total.p95"), told(of.timeToDecision.p95Seconds)],
          ]}
        />
      </Card>
    </div>
  );
}
