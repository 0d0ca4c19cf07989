import { useEffect, useRef } from "react";

import styles from "./row.module.css";

/** Twice what is shown, for fine screens, in pixels. */
const WIDTH = 96;
let turn: Promise<void> = Promise.resolve();

/** A picture that is still on this machine; drawn one after the other, each is large. */
export function Preview({ file }: { readonly file: Blob }): React.JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let wanted = true;
    turn = turn.then(async () => {
      if (wanted && canvas.current) await draw(file, canvas.current);
    });
    return () => {
      wanted = false;
    };
  }, [file]);
  return <canvas ref={canvas} width={0} height={0} aria-hidden="true" className={styles["canvas"]} />;
}

async function draw(file: Blob, canvas: HTMLCanvasElement): Promise<void> {
  try {
    const bitmap = await createImageBitmap(file, { resizeWidth: WIDTH, resizeQuality: "medium" });
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
    bitmap.close();
  } catch {
    // Browsers do not draw all that Ecogram takes in, such as HEIC and TIFF.
  }
}
