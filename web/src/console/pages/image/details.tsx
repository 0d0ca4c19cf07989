import { Card } from "../../ui/card";
import { useWords } from "../../words/words";
import { Tags } from "./edit/tags";
import { Text } from "./edit/text";
import { Facts } from "./facts";
import { TakenCard } from "./taken/taken-card";
import styles from "./whole.module.css";
import { words } from "./words";

/** What people write of the picture, and what its file says. */
export function Details(): React.JSX.Element {
  const say = useWords(words);
  return (
    <div className={styles["stack"]}>
      <Card>
        <h2>{say("details.said")}</h2>
        <Text name="title" />
        <Text name="headline" />
        <Text name="description" lines={3} />
        <Tags name="keywords" />
        <Tags name="creators" />
        <Text name="extendedDescription" lines={2} hint={say("extended.hint")} />
      </Card>
      <TakenCard />
      <Card>
        <h2>{say("details.facts")}</h2>
        <Facts />
      </Card>
    </div>
  );
}
