import { Camera, FolderOpen, ImagePlus, UploadCloud } from "lucide-react";
import { useState } from "react";
import { DropZone, Text } from "react-aria-components/DropZone";
import { FileTrigger } from "react-aria-components/FileTrigger";

import { Button } from "../../../ui/button";
import { TAKES_FILES } from "../../../ui/files-anywhere";
import { notify } from "../../../ui/toasts";
import { useWords } from "../../../words/words";
import { useLimits, useLimitsText } from "../limits";
import type { Chosen } from "../travel/choosing";
import { ACCEPTED } from "../travel/types";
import { words } from "../words";
import styles from "./drop-area.module.css";
import { filesIn, filesOf } from "./dropped";

interface Props {
  /** There is a list below it already. */
  readonly isSmall: boolean;
  readonly onChoose: (files: readonly Chosen[]) => void;
}

/** Where files come from: dropped, pasted, chosen, whole folders, or the camera. */
export function DropArea({ isSmall, onChoose }: Props): React.JSX.Element {
  const say = useWords(words);
  const [isReading, setReading] = useState(false);
  const limits = useLimitsText();
  const types = useLimits()?.uploadContentTypes ?? ACCEPTED;

  async function take(items: Parameters<typeof filesOf>[0]): Promise<void> {
    setReading(true);
    try {
      onChoose(await filesOf(items));
    } catch {
      notify(say("drop.unreadable"), "bad");
    } finally {
      setReading(false);
    }
  }

  return (
    <DropZone
      {...TAKES_FILES}
      onDrop={({ items }) => void take(items)}
      className={({ isDropTarget }) =>
        [styles["area"], isSmall && styles["small"], isDropTarget && styles["over"]]
          .filter(Boolean)
          .join(" ")
      }
    >
      {({ isDropTarget }) => (
        <>
          <UploadCloud aria-hidden="true" size={isSmall ? 24 : 40} className={styles["icon"]} />
          <div className={styles["texts"]}>
            <Text slot="label" className={styles["title"] ?? ""}>
              <span className={styles["wide"]}>
                {isReading ? say("drop.reading") : say(isDropTarget ? "drop.now" : "drop.title")}
              </span>
              <span className={styles["touch"]}>{say("drop.touch")}</span>
            </Text>
            <p className={styles["limits"]}>{limits === null ? "\u00a0" : say("drop.limits", limits)}</p>
            <p className={`${styles["limits"]} ${styles["wide"]}`}>{say("drop.paste")}</p>
          </div>
          <div className={styles["ways"]}>
            <FileTrigger
              allowsMultiple
              acceptedFileTypes={[...types, ".heic", ".heif", ".avif"]}
              onSelect={(list) => onChoose(filesIn(list))}
            >
              <Button kind={isSmall ? "plain" : "primary"}>
                <ImagePlus aria-hidden="true" size={18} />
                {say("drop.files")}
              </Button>
            </FileTrigger>
            <span className={styles["wide"]}>
              <FileTrigger acceptDirectory onSelect={(list) => onChoose(filesIn(list))}>
                <Button>
                  <FolderOpen aria-hidden="true" size={18} />
                  {say("drop.folder")}
                </Button>
              </FileTrigger>
            </span>
            <span className={styles["touch"]}>
              <FileTrigger
                acceptedFileTypes={["image/*"]}
                defaultCamera="environment"
                onSelect={(list) => onChoose(filesIn(list))}
              >
                <Button>
                  <Camera aria-hidden="true" size={18} />
                  {say("drop.camera")}
                </Button>
              </FileTrigger>
            </span>
          </div>
        </>
      )}
    </DropZone>
  );
}
