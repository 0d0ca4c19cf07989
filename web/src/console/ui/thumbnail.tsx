import { ImageOff } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { thumbHashToRGBA } from "thumbhash";

import styles from "./thumbnail.module.css";

interface Props {
  /** The address of the file; null where there is none (yet). */
  readonly src: string | null;
  /** What the picture shows; empty where the text beside it says so already. */
  readonly alt: string;
  /** ThumbHash in base64, shown until the file is there. */
  readonly thumbHash: string | null;
  /** Fill the frame and cut what stands out; else the whole picture shows. */
  readonly cover?: boolean;
  /** Load it at once, where it is the first thing to be seen. */
  readonly eager?: boolean;
}

/** Who is there within so many milliseconds needs no placeholder before, and does not fade in. */
const AT_ONCE = 80;

/** A picture in the frame that its parent gives it, blurred until it is loaded. */
export function Thumbnail({
  src,
  alt,
  thumbHash,
  cover = false,
  eager = false,
}: Props): React.JSX.Element {
  const [shown, setShown] = useState<string | null>(null);
  const [broken, setBroken] = useState<string | null>(null);
  const [isLate, setLate] = useState(false);
  const begun = useRef(0);
  useEffect(() => {
    begun.current = performance.now();
  }, [src]);
  const isThere = src !== null && broken !== src;

  function loaded(): void {
    setLate(performance.now() - begun.current > AT_ONCE);
    setShown(src);
  }

  return (
    <span
      className={`${styles["frame"]} ${cover ? styles["cover"] : ""}`}
      data-see-through={thumbHash !== null && isSeeThrough(thumbHash)}
    >
      {thumbHash !== null && shown !== src && <Placeholder hash={thumbHash} after={eager ? 0 : AT_ONCE} />}
      {isThere ? (
        <img
          src={src}
          alt={alt}
          className={styles["image"]}
          data-loaded={shown === src}
          data-late={isLate}
          loading={eager ? "eager" : "lazy"}
          decoding="async"
          draggable={false}
          onLoad={loaded}
          onError={() => setBroken(src)}
        />
      ) : (
        <span {...(alt === "" ? { "aria-hidden": true } : { role: "img", "aria-label": alt })} className={styles["none"]}>
          {thumbHash === null && <ImageOff aria-hidden="true" size={20} />}
        </span>
      )}
    </span>
  );
}

/** Drawn on a canvas: a data: address would need an exception in the page's policy. */
function Placeholder({ hash, after }: { readonly hash: string; readonly after: number }): React.JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    // While one scrolls most files are there before it could be seen.
    const timer = window.setTimeout(() => draw(canvas.current, hash), after);
    return () => window.clearTimeout(timer);
  }, [hash, after]);
  return <canvas ref={canvas} aria-hidden="true" className={styles["placeholder"]} />;
}

function draw(canvas: HTMLCanvasElement | null, hash: string): void {
  const context = canvas?.getContext("2d");
  if (!canvas || !context) return;
  const { w, h, rgba } = thumbHashToRGBA(bytesOf(hash));
  canvas.width = w;
  canvas.height = h;
  context.putImageData(new ImageData(new Uint8ClampedArray(rgba), w, h), 0, 0);
}

/** Whether parts of a picture let its ground through, by its ThumbHash. */
export function isSeeThrough(hash: string): boolean {
  return ((bytesOf(hash)[2] ?? 0) & 0x80) !== 0;
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
