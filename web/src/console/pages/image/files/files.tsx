import { Card } from "../../../ui/card";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { useEditing } from "../edit/editing";
import styles from "../whole.module.css";
import { words } from "../words";
import { Downloads } from "./downloads";
import { Versions } from "./versions";

/** The files: to take along, to replace, and what the public gets. */
export function Files(): React.JSX.Element {
  const say = useWords(words);
  return (
    <div className={styles["stack"]}>
      <Card>
        <h2>{say("downloads")}</h2>
        <Downloads />
      </Card>
      <Card>
        <h2>{say("versions")}</h2>
        <Versions />
      </Card>
      <Card>
        <h2>{say("public")}</h2>
        <Published />
      </Card>
    </div>
  );
}

/** The addresses under which everybody finds the picture. */
function Published(): React.JSX.Element {
  const say = useWords(words);
  const { bytes, dateTime, number } = useFormats();
  const { publication } = useEditing().image;
  if (publication === null) return <p className={styles["soft"]}>{say("public.none")}</p>;
  return (
    <>
      <p className={styles["small"]}>{say("published", { at: dateTime(publication.at) })}</p>
      <ul className={styles["list"]}>
        {publication.renditions.map((one) => (
          <li key={one.url} className={styles["item"]}>
            <div className={styles["between"]}>
              <strong>{one.preset}</strong>
              <span className={styles["small"]}>
                {one.contentType} ·{" "}
                {say("size", { width: number(one.width), height: number(one.height) })} ·{" "}
                {bytes(one.bytes)}
              </span>
            </div>
            <a href={one.url} target="_blank" rel="noreferrer" className={styles["wrap"]}>
              {one.url}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
