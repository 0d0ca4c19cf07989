import { useEffectEvent, useLayoutEffect, useState } from "react";

import { useWords } from "../words/words";
import styles from "./files-anywhere.module.css";
import { uiWords } from "./words";

/** A file or a folder that somebody handed over; a folder is read later. */
export type Handed = File | FileSystemEntry;

/** What takes files itself says so by this attribute. */
export const TAKES_FILES = { "data-takes-files": true };

/** Takes files that are dropped anywhere on the page, or pasted where nothing is written. */
export function FilesAnywhere({
  onFiles,
}: {
  readonly onFiles: (handed: readonly Handed[]) => void;
}): React.JSX.Element | null {
  const say = useWords(uiWords);
  const [isOver, setOver] = useState(false);

  const drag = useEffectEvent((event: DragEvent): void => {
    const isOurs = event.dataTransfer?.types.includes("Files") === true && !isTaken(event.target);
    setOver(isOurs && !isCovered());
    // What is let go beside a place for files would open in the place of the console.
    if (isOurs) event.preventDefault();
  });
  const leave = useEffectEvent((event: DragEvent): void => {
    if (event.relatedTarget === null) setOver(false);
  });
  const drop = useEffectEvent((event: DragEvent): void => {
    drag(event);
    setOver(false);
    if (event.defaultPrevented && !isCovered()) give(event.dataTransfer);
  });
  const paste = useEffectEvent((event: ClipboardEvent): void => {
    if (event.defaultPrevented || isWritten(event.target) || isCovered()) return;
    if (give(event.clipboardData)) event.preventDefault();
  });

  function give(transfer: DataTransfer | null): boolean {
    const handed = handedOf(transfer?.items);
    if (handed.length > 0) onFiles(handed);
    return handed.length > 0;
  }

  // Before the page is drawn: from then on somebody may drop something.
  useLayoutEffect(() => {
    const ended = new AbortController();
    const { signal } = ended;
    window.addEventListener("dragover", (event) => drag(event), { signal, capture: true });
    window.addEventListener("dragleave", (event) => leave(event), { signal, capture: true });
    window.addEventListener("drop", (event) => drop(event), { signal, capture: true });
    window.addEventListener("paste", (event) => paste(event), { signal });
    return () => ended.abort();
  }, []);

  if (!isOver) return null;
  return <div className={styles["over"]}>{say("files.drop")}</div>;
}

/** Read at once: after the event nothing of it is there any more. */
function handedOf(items: DataTransferItemList | undefined): Handed[] {
  return [...(items ?? [])]
    .filter(({ kind }) => kind === "file")
    .flatMap((item) => item.webkitGetAsEntry() ?? item.getAsFile() ?? []);
}

function isTaken(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("[data-takes-files]") !== null;
}

function isWritten(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea"));
}

/** Whether a dialog lies over the page: what is meant for it is not ours. Notes cover nothing. */
function isCovered(): boolean {
  return document.querySelector(":is([role=dialog], [role=alertdialog]):not([data-notes] *)") !== null;
}
