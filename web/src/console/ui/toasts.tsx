import { X } from "lucide-react";
import { useEffect } from "react";
import { Text } from "react-aria-components/Text";
import {
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from "react-aria-components/Toast";

import { useWords } from "../words/words";
import { Button } from "./button";
import type { Tone } from "./chip";
import styles from "./toasts.module.css";
import { uiWords } from "./words";

interface Note {
  readonly text: string;
  readonly tone: Tone;
}

const MILLISECONDS = 7000;

/** When the newest note came, and when the pointer last moved; on the page's own clock. */
let came = 0;
let moved = 0;

/**
 * Notes wait while a pointer is over them, or the focus in them. One that comes where a pointer
 * only rests, as beside a button that was just pressed, does not wait for it.
 */
class Notes extends ToastQueue<Note> {
  override pauseAll(): void {
    const isFocused = document.activeElement?.closest("[data-notes]") != null;
    if (isFocused || moved > came) super.pauseAll();
  }
}

const queue = new Notes({ maxVisibleToasts: 4 });

/**
 * Tells the result of something in a corner of the window; screen readers say it too.
 *
 * What went wrong stays until it is closed, everything else for seven seconds.
 */
export function notify(text: string, tone: Tone = "good"): void {
  came = performance.now();
  queue.add({ text, tone }, tone === "bad" ? {} : { timeout: MILLISECONDS });
}

/** Where notes appear; once in the shell. */
export function Toasts(): React.JSX.Element {
  const say = useWords(uiWords);
  usePointer();
  return (
    <ToastRegion ref={tellHeight} data-notes queue={queue} aria-label={say("toasts")} className={styles["region"] ?? ""}>
      {({ toast }) => (
        <Toast toast={toast} className={`${styles["toast"]} ${styles[toast.content.tone]}`}>
          <ToastContent className={styles["content"] ?? ""}>
            <Text slot="title">{toast.content.text}</Text>
          </ToastContent>
          <Button slot="close" kind="quiet" small square aria-label={say("close")}>
            <X aria-hidden="true" size={16} />
          </Button>
        </Toast>
      )}
    </ToastRegion>
  );
}

/** Notices moves of the pointer, and none where only the page has moved below it. */
function usePointer(): void {
  useEffect(() => {
    let place = "";
    function follow({ screenX, screenY, target }: PointerEvent): void {
      const here = `${screenX} ${screenY}`;
      if (here === place) return;
      place = here;
      moved = performance.now();
      if (target instanceof Element && target.closest("[data-notes]")) queue.pauseAll();
    }
    window.addEventListener("pointermove", follow, { passive: true });
    return () => window.removeEventListener("pointermove", follow);
  }, []);
}

/** Tells dialogs how much room notes take; see dialog.module.css. */
function tellHeight(region: HTMLElement | null): (() => void) | undefined {
  if (region === null) return undefined;
  const { style } = document.documentElement;
  const watch = new ResizeObserver(() => style.setProperty("--notes", `${region.offsetHeight}px`));
  watch.observe(region);
  return () => {
    watch.disconnect();
    style.removeProperty("--notes");
  };
}
