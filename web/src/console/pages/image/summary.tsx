import { StateChip } from "../../ui/chip";
import { useFormats } from "../../words/formats";
import { useWords } from "../../words/words";
import type { ImageWholeFragment } from "./image.generated";
import styles from "./whole.module.css";
import { words } from "./words";

/** What one wants to know of a picture at once. */
export function Summary({ image }: { readonly image: ImageWholeFragment }): React.JSX.Element {
  const say = useWords(words);
  const { ago, bytes, number } = useFormats();
  const { width, height } = image;
  return (
    <span className={styles["summary"]}>
      {image.state !== "READY" && <StateChip state={image.state} />}
      <StateChip state={image.review.state} />
      {image.title !== null && <span className={styles["wrap"]}>{image.fileName}</span>}
      {width !== null && height !== null && (
        <span>{say("size", { width: number(width), height: number(height) })}</span>
      )}
      <span>{bytes(image.bytes)}</span>
      <span>{say("cameIn", { ago: ago(image.createdAt) })}</span>
    </span>
  );
}
