import { X } from "lucide-react";
import { Button } from "react-aria-components/Button";
import { Text } from "react-aria-components/Text";
import {
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from "react-aria-components/Toast";

import { useWords } from "../words/words";
import type { Tone } from "./chip";
import styles from "./toasts.module.css";
import { uiWords } from "./words";

interface Note {
  readonly text: string;
  readonly tone: Tone;
}

const MILLISECONDS = 7000;
const queue = new ToastQueue<Note>({ maxVisibleToasts: 4 });

/**
 * Tells the result of something in a corner of the window; screen readers say it too.
 *
 * What went wrong stays until it is closed, everything else for seven seconds.
 */
export function notify(text: string, tone: Tone = "good"): void {
  queue.add({ text, tone }, tone === "bad" ? {} : { timeout: MILLISECONDS });
}

/** Where notes appear; once in the shell. */
export function Toasts(): React.JSX.Element {
  const say = useWords(uiWords);
  return (
    <ToastRegion queue={queue} aria-label={say("toasts")} className={styles["region"] ?? ""}>
      {({ toast }) => (
        <Toast toast={toast} className={`${styles["toast"]} ${styles[toast.content.tone]}`}>
          <ToastContent className={styles["content"] ?? ""}>
            <Text slot="title">{toast.content.text}</Text>
          </ToastContent>
          <Button slot="close" aria-label={say("close")} className={styles["close"] ?? ""}>
            <X aria-hidden="true" size={16} />
          </Button>
        </Toast>
      )}
    </ToastRegion>
  );
}
