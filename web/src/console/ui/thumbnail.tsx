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
  const isThere = src !== null && broken !== src;
  return (
    <span
      className={`${styles["frame"]} ${cover ? styles["cover"] : ""}`}
      data-see-through={thumbHash !== null && isSeeThrough(thumbHash)}
    >
      {thumbHash !== null && shown !== src && <Placeholder hash={thumbHash} />}
      {isThere ? (
        <img
          src={src}
          alt={alt}
          className={styles["image"]}
          data-loaded={shown === src}
          loading={eager ? "eager" : "lazy"}
          decoding="async"
          draggable={false}
          onLoad={() => setShown(src)}
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
function Placeholder({ hash }: { readonly hash: string }): React.JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const { w, h, rgba } = thumbHashToRGBA(bytesOf(hash));
    const context = canvas.current?.getContext("2d");
    if (!canvas.current || !context) return;
    canvas.current.width = w;
    canvas.current.height = h;
    context.putImageData(new ImageData(new Uint8ClampedArray(rgba), w, h), 0, 0);
  }, [hash]);
  return <canvas ref={canvas} aria-hidden="true" className={styles["placeholder"]} />;
}

/** Whether parts of a picture let its ground through, by its ThumbHash. */
export function isSeeThrough(hash: string): boolean {
  return ((bytesOf(hash)[2] ?? 0) & 0x80) !== 0;
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
