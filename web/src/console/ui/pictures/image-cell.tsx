import { Link } from "@tanstack/react-router";
import { Check } from "lucide-react";
import { memo, type MouseEvent, type PointerEvent, useRef } from "react";

import { Chip, StateChip } from "../chip";
import { Thumbnail } from "../thumbnail";
import { useWords } from "../../words/words";
import type { GridItem } from "./image-grid";
import styles from "./image-grid.module.css";
import { nameOf, thumbOf } from "./picture";
import type { PictureFragment } from "./picture.generated";
import { pictureWords } from "./words";

interface Props {
  readonly item: GridItem;
  readonly column: number;
  /** Of the picture, in pixels. */
  readonly height: number;
  /** Null where pictures cannot be chosen. */
  readonly isChosen: boolean | null;
  readonly isChoosing: boolean;
  /** Whether Tab leads to it. */
  readonly isReached: boolean;
  /** Whether its name leads to its page. */
  readonly isLink: boolean;
  readonly choose: (id: string, reach: boolean, adding: boolean) => void;
  readonly open: (id: string) => void;
  readonly about: ((picture: PictureFragment) => React.ReactNode) | undefined;
}

const LONG = 450;
const SLIP = 10;

/** One picture of a grid: its look, its name, its states. */
export const ImageCell = memo(function ImageCell(props: Props): React.JSX.Element {
  const { item, column, height, isChosen, isReached, isLink, about } = props;
  const { id, picture, gone = false } = item;
  const say = useWords(pictureWords);
  const handlers = useTouches(props);
  return (
    <div
      role="gridcell"
      aria-colindex={column}
      {...(isChosen !== null && { "aria-selected": isChosen })}
      aria-busy={picture === null}
      tabIndex={isReached ? 0 : -1}
      data-id={id}
      data-gone={gone}
      className={styles["cell"]}
      {...handlers}
    >
      <span className={styles["look"]} style={{ height }}>
        {picture === null ? (
          <span className={styles["wait"]} />
        ) : (
          <Thumbnail src={thumbOf(picture)} alt="" thumbHash={picture.thumbHash} />
        )}
        {isChosen !== null && (
          <span data-check className={styles["check"]} aria-hidden="true">
            <Check size={16} strokeWidth={3} />
          </span>
        )}
      </span>
      {picture !== null && (
        <span className={styles["caption"]}>
          {isLink ? (
            <Link
              to="/images/$imageId"
              params={{ imageId: id }}
              tabIndex={-1}
              data-open
              className={styles["name"]}
              title={nameOf(picture)}
              preload={false}
            >
              {nameOf(picture)}
            </Link>
          ) : (
            <span className={styles["name"]} title={nameOf(picture)}>
              {nameOf(picture)}
            </span>
          )}
          <span className={styles["about"]}>
            {gone ? <Chip>{say("grid.gone")}</Chip> : (about ?? States)(picture)}
          </span>
        </span>
      )}
    </div>
  );
});

function States({ state, review }: PictureFragment): React.ReactNode {
  return <StateChip state={state === "READY" ? review.state : state} />;
}

/** What a pointer does. A finger that stays chooses; one that slips scrolls. */
function useTouches({ item: { id }, isChosen, isChoosing, choose, open }: Props): React.HTMLAttributes<HTMLElement> {
  const touch = useRef({ timer: 0, x: 0, y: 0, isTouch: false, isDone: false });

  function stop(): void {
    window.clearTimeout(touch.current.timer);
  }

  return {
    onPointerDown(event: PointerEvent) {
      stop();
      const isTouch = event.pointerType === "touch";
      touch.current = { timer: 0, x: event.clientX, y: event.clientY, isTouch, isDone: false };
      if (!isTouch || isChosen === null) return;
      touch.current.timer = window.setTimeout(() => {
        touch.current.isDone = true;
        choose(id, false, true);
      }, LONG);
    },
    onPointerMove(event: PointerEvent) {
      const { x, y } = touch.current;
      if (Math.hypot(event.clientX - x, event.clientY - y) > SLIP) stop();
    },
    onPointerUp: stop,
    onPointerCancel: stop,
    onContextMenu(event: MouseEvent) {
      if (touch.current.isTouch) event.preventDefault();
    },
    onClick(event: MouseEvent) {
      const { isTouch, isDone } = touch.current;
      const on = event.target instanceof Element ? event.target : null;
      const adding = event.ctrlKey || event.metaKey || on?.closest("[data-check]") != null;
      if (on?.closest("[data-open]") && !adding && !event.shiftKey && !isDone && !(isTouch && isChoosing)) return;
      event.preventDefault();
      if (isDone) return;
      if (isTouch && !adding && (!isChoosing || isChosen === null)) open(id);
      else if (isChosen !== null) choose(id, event.shiftKey, adding || isTouch);
      else open(id);
    },
    onDoubleClick(event: MouseEvent) {
      const on = event.target instanceof Element ? event.target : null;
      if (!touch.current.isTouch && !on?.closest("[data-check], [data-open]")) open(id);
    },
  };
}
