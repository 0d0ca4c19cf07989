import { Expand, Maximize, Minus, Plus, Shrink } from "lucide-react";
import { useRef, useState } from "react";

import { Button } from "../../../ui/button";
import { Thumbnail } from "../../../ui/thumbnail";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { words } from "../words";
import styles from "./view.module.css";
import { useZoom } from "./zoom";

interface Props {
  readonly src: string | null;
  readonly alt: string;
  readonly thumbHash: string | null;
  /** Width to height of the picture, for the frame. */
  readonly ratio: number;
}

/** The picture, to be looked at closely: by wheel, fingers, keys and buttons. */
export function View({ src, alt, thumbHash, ratio }: Props): React.JSX.Element {
  const say = useWords(words);
  const { percent } = useFormats();
  const frame = useRef<HTMLDivElement>(null);
  const zoom = useZoom(frame);
  const full = useFullScreen(frame);
  return (
    <div className={styles["view"]} ref={full.ref}>
      <div
        ref={frame}
        role="group"
        tabIndex={0}
        aria-label={say("view.label")}
        aria-describedby="view-keys"
        className={styles["frame"]}
        data-zoomed={zoom.scale > 1}
        style={{ aspectRatio: String(Math.min(Math.max(ratio, 0.8), 2)) }}
        {...zoom.handlers}
      >
        <div className={styles["picture"]} style={{ transform: zoom.transform }}>
          <Thumbnail src={src} alt={alt} thumbHash={thumbHash} eager />
        </div>
      </div>
      <div className={styles["tools"]}>
        <p id="view-keys" className={styles["keys"]}>
          {say("view.keys")}
        </p>
        <Button kind="quiet" small square aria-label={say("view.out")} onPress={zoom.out}>
          <Minus aria-hidden="true" size={16} />
        </Button>
        <span role="status" className={styles["scale"]}>
          {percent(Math.round(zoom.scale * 100) / 100)}
        </span>
        <Button kind="quiet" small square aria-label={say("view.in")} onPress={zoom.in}>
          <Plus aria-hidden="true" size={16} />
        </Button>
        <Button kind="quiet" small square aria-label={say("view.fit")} onPress={zoom.fit}>
          <Maximize aria-hidden="true" size={16} />
        </Button>
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
