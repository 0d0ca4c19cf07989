import { useMutation } from "urql";

import { useRefusalText } from "../../client/refusals";
import { useMay } from "../../session/account";
import { Button } from "../../ui/button";
import { Progress } from "../../ui/progress";
import { useWords } from "../../words/words";
import { useAct } from "./act";
import { ImageReprocessDocument, type ImageWholeFragment } from "./image.generated";
import { isKey } from "./edit/names";
import type { Stage } from "./live";
import styles from "./whole.module.css";
import { words } from "./words";

interface Props {
  readonly image: ImageWholeFragment;
  readonly stage: Stage | null;
}

/** How far the processing is, and why it failed; nothing for a picture that is ready. */
export function StageNote({ image, stage }: Props): React.JSX.Element {
  return (
    <div role="status">
      {image.state === "FAILED" && <Failed image={image} />}
      {["QUEUED", "PROCESSING", "AWAITING_UPLOAD"].includes(image.state) && (
        <Underway stage={stage} />
      )}
    </div>
  );
}

function Underway({ stage }: Pick<Props, "stage">): React.JSX.Element {
  const say = useWords(words);
  const name = `stage.${stage?.kind === "PROCESS" ? stage.stage : "QUEUED"}`;
  return (
    <div className={styles["note"]}>
      <Progress
        label={isKey(name) ? say(name) : say("stage.QUEUED")}
        share={stage?.kind === "PROCESS" ? stage.progress : 0}
      />
    </div>
  );
}

function Failed({ image }: Pick<Props, "image">): React.JSX.Element {
  const say = useWords(words);
  const act = useAct();
  const why = useRefusalText();
  const may = useMay("IMPORT_IMAGES");
  const [{ fetching }, reprocess] = useMutation(ImageReprocessDocument);
  return (
    <div className={`${styles["note"]} ${styles["bad"]}`}>
      <strong>{say("failed")}</strong>
      {image.problem && <p>{why(image.problem)}</p>}
      {may && (
        <div>
          <Button
            small
            isDisabled={fetching}
            onPress={() =>
              void act(
                reprocess({ id: image.id }),
                (told) => told.reprocessImages.userErrors,
                say("reprocess.done"),
              )
            }
          >
            {say("reprocess")}
          </Button>
        </div>
      )}
    </div>
  );
}
