import { Expand, Shrink } from "lucide-react";
import { useRef, useState } from "react";

import { Button } from "../../../ui/button";
import { WHOLE, Zoom } from "../../../ui/zoom";
import { ZoomBar } from "../../../ui/zoom-bar";
import { useWords } from "../../../words/words";
import { words } from "../words";
import styles from "./view.module.css";

interface Props {
  readonly src: string | null;
  readonly alt: string;
  readonly thumbHash: string | null;
  /** Upright pixels. */
  readonly width: number | null;
  readonly height: number | null;
}

/** The picture, to be looked at closely: by wheel, fingers, keys and buttons. */
export function View({ src, alt, thumbHash, width, height }: Props): React.JSX.Element {
  const say = useWords(words);
  const frame = useRef<HTMLDivElement>(null);
  const [view, setView] = useState(WHOLE);
  const full = useFullScreen(frame);
  const ratio = (width ?? 3) / (height ?? 2);
  return (
    <div className={styles["view"]} ref={full.ref}>
      <div
        className={styles["frame"]}
        style={{ aspectRatio: String(Math.min(Math.max(ratio, 0.8), 2)) }}
      >
        <div className={styles["picture"]}>
          <Zoom
            frame={frame}
            src={src}
            alt={alt}
            thumbHash={thumbHash}
            width={width}
            height={height}
            label={say("view.label")}
            describedBy="view-keys"
            view={view}
            onView={setView}
          />
        </div>
      </div>
      <div className={styles["tools"]}>
        <p id="view-keys" className={styles["keys"]}>
          {say("view.keys")}
        </p>
        <ZoomBar view={view} onView={setView} />
        <Button
          kind="quiet"
          small
          square
          aria-label={say(full.isOn ? "view.small" : "view.full")}
          onPress={full.toggle}
        >
          {full.isOn ? (
            <Shrink aria-hidden="true" size={16} />
          ) : (
            <Expand aria-hidden="true" size={16} />
          )}
        </Button>
      </div>
    </div>
  );
}

function useFullScreen(frame: React.RefObject<HTMLDivElement | null>): {
  readonly ref: (element: HTMLDivElement | null) => (() => void) | undefined;
  readonly isOn: boolean;
  readonly toggle: () => void;
} {
  const [isOn, setOn] = useState(false);
  const [whole, setWhole] = useState<HTMLDivElement | null>(null);

  function ref(element: HTMLDivElement | null): (() => void) | undefined {
    if (element === null) return undefined;
    setWhole(element);
    const told = (): void => setOn(document.fullscreenElement === element);
    element.addEventListener("fullscreenchange", told);
    return () => element.removeEventListener("fullscreenchange", told);
  }

  function toggle(): void {
    // Some phones have no full screen for pages: then nothing happens.
    if (document.fullscreenElement) void document.exitFullscreen();
    else void whole?.requestFullscreen?.().catch(() => undefined);
    frame.current?.focus();
  }

  return { ref, isOn, toggle };
}
