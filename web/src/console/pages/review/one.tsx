import { Check, ChevronLeft, ChevronRight, ExternalLink, X } from "lucide-react";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";

import { Button } from "../../ui/button";
import { nameOf, thumbOf } from "../../ui/pictures/picture";
import { Thumbnail } from "../../ui/thumbnail";
import { type View, Zoom } from "../../ui/zoom";
import { ZoomBar } from "../../ui/zoom-bar";
import { useFormats } from "../../words/formats";
import { useWords } from "../../words/words";
import styles from "./one.module.css";
import { largeOf } from "./pictures";
import type { Row } from "./queue";
import { words } from "./words";

interface Props {
  readonly row: Row;
  readonly rows: readonly Row[];
  readonly at: number;
  readonly waiting: number;
  readonly view: View;
  readonly onView: (view: View) => void;
  readonly onStep: (by: 1 | -1) => void;
  readonly onShow: (id: string) => void;
}

/** The picture that is before the reviewer, and those around it. */
export function One(props: Props): React.JSX.Element {
  const { row, rows, at, waiting, view, onView, onStep, onShow } = props;
  const say = useWords(words);
  const { bytes } = useFormats();
  const name = nameOf(row);
  return (
    <div className={styles["one"]}>
      <div className={styles["frame"]}>
        <Zoom
          key={row.id}
          src={largeOf(row)}
          alt={name}
          label={say("picture", { name })}
          thumbHash={row.thumbHash}
          width={row.width}
          height={row.height}
          view={view}
          onView={onView}
          onSwipe={onStep}
        />
        <div className={styles["over"]}>
          <ZoomBar view={view} onView={onView} raised />
        </div>
      </div>
      <div className={styles["caption"]}>
        <Button square small aria-label={say("previous")} isDisabled={at <= 0} onPress={() => onStep(-1)}>
          <ChevronLeft aria-hidden="true" size={18} />
        </Button>
        <Button square small aria-label={say("next")} isDisabled={at >= rows.length - 1} onPress={() => onStep(1)}>
          <ChevronRight aria-hidden="true" size={18} />
        </Button>
        <h2 className={styles["name"]}>{name}</h2>
        <span className={styles["soft"]}>
          {say("facts.size", { width: row.width ?? 0, height: row.height ?? 0, bytes: bytes(row.bytes) })}
        </span>
        <span className={styles["at"]}>{say("position", { at: at + 1, count: waiting })}</span>
        <Link to="/images/$imageId" params={{ imageId: row.id }} className={styles["open"]} aria-label={say("open")} title={say("open")}>
          <ExternalLink aria-hidden="true" size={16} />
        </Link>
      </div>
      <Strip row={row} rows={rows} onShow={onShow} />
    </div>
  );
}

/** Around the picture, so that a long queue is not drawn whole. */
const AROUND = 12;

function Strip({
  row,
  rows,
  onShow,
}: {
  readonly row: Row;
  readonly rows: readonly Row[];
  readonly onShow: (id: string) => void;
}): React.JSX.Element | null {
  const say = useWords(words);
  const list = useRef<HTMLUListElement>(null);
  const at = rows.findIndex(({ id }) => id === row.id);
  const from = Math.max(0, at - AROUND);
  useEffect(() => {
    const current = list.current?.querySelector<HTMLElement>("[aria-current=true]");
    if (!list.current || !current) return;
    list.current.scrollLeft = current.offsetLeft - list.current.clientWidth / 2 + current.clientWidth / 2;
  }, [row.id, from]);
  if (rows.length < 2) return null;
  return (
    <nav aria-label={say("strip")}>
      <ul ref={list} className={styles["strip"]}>
        {rows.slice(from, at + AROUND + 1).map((one) => (
          <li key={one.id}>
            <button
              type="button"
              className={styles["thumb"]}
              aria-current={one.id === row.id}
              aria-label={nameOf(one)}
              onClick={() => onShow(one.id)}
            >
              <Thumbnail src={thumbOf(one)} alt="" thumbHash={one.thumbHash} cover />
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The two decisions; always in reach. */
export function Verdicts({
  onApprove,
  onReject,
  keys,
  autoFocus,
}: {
  readonly onApprove: () => void;
  readonly onReject: () => void;
  readonly keys: boolean;
  /** Whether the focus comes here, as nothing else has it any more. */
  readonly autoFocus: boolean;
}): React.JSX.Element {
  const say = useWords(words);
  return (
    <div className={styles["verdicts"]}>
      <Button autoFocus={autoFocus} onPress={onReject} {...(keys && { "aria-keyshortcuts": "R" })}>
        <X aria-hidden="true" size={18} />
        {say("reject.open")}
        {keys && <kbd aria-hidden="true">R</kbd>}
      </Button>
      <Button kind="primary" onPress={onApprove} {...(keys && { "aria-keyshortcuts": "A" })}>
        <Check aria-hidden="true" size={18} />
        {say("approve")}
        {keys && <kbd aria-hidden="true">A</kbd>}
      </Button>
    </div>
  );
}
