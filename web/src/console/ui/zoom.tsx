import { useEffect, useRef } from "react";

import { Thumbnail } from "./thumbnail";
import styles from "./zoom.module.css";

/** What is seen of a picture: how much larger than whole, and the point in the middle, 0 to 1. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export const WHOLE: View = { scale: 1, x: 0.5, y: 0.5 };
const MOST = 12;
const STEP = 1.5;
/** A press that moves less, in pixels, is a tap. */
const TAP = 6;
const SWIPE = 60;
/** Two taps within so many milliseconds are a double one. */
const DOUBLE = 300;

/** The same point, larger or smaller by one step. */
export function stepped(view: View, by: 1 | -1): View {
  return held({ ...view, scale: view.scale * (by === 1 ? STEP : 1 / STEP) });
}

/** Within what there is to see. */
function held({ scale, x, y }: View): View {
  const most = Math.min(MOST, Math.max(1, scale));
  const edge = 0.5 / most;
  const within = (at: number): number => Math.min(1 - edge, Math.max(edge, at));
  return { scale: most, x: within(x), y: within(y) };
}

interface Props {
  readonly src: string | null;
  readonly alt: string;
  readonly thumbHash: string | null;
  /** Upright pixels; a square where they are not known. */
  readonly width: number | null;
  readonly height: number | null;
  /** What a screen reader calls the frame, which can be focused to move by arrows. */
  readonly label: string;
  /** Kept by the parent: several frames with one view move together. */
  readonly view: View;
  readonly onView: (view: View) => void;
  /** A swipe over the whole picture: 1 to the next one, -1 back. */
  readonly onSwipe?: (by: 1 | -1) => void;
  /** What tells how to use it. */
  readonly describedBy?: string;
  /** What can be focused. */
  readonly frame?: React.RefObject<HTMLDivElement | null>;
}

/**
 * A picture in the frame that its parent gives it, to be looked at closely: two fingers, the wheel
 * or + and - enlarge, a double press does and undoes it, and one drags, taps or uses arrows to move.
 */
export function Zoom({ view, onView, onSwipe, ...props }: Props): React.JSX.Element {
  const { src, alt, thumbHash, label } = props;
  const ratio = props.width && props.height ? props.width / props.height : 1;
  const own = useRef<HTMLDivElement>(null);
  const frame = props.frame ?? own;
  const box = useRef<HTMLDivElement>(null);
  const latest = useRef({ view, onView });
  // Two fingers move within one frame: the second goes on from where the first one came to.
  latest.current = {
    view,
    onView: (next) => {
      latest.current.view = next;
      onView(next);
    },
  };
  const hand = useHand(box, latest, onSwipe);

  // React listens to wheels passively: then the page would scroll as well.
  useEffect(() => {
    const element = frame.current;
    const turn = (event: WheelEvent): void => {
      const { view: now, onView: tell } = latest.current;
      // At its ends the page scrolls on.
      if (now.scale === 1 && event.deltaY > 0) return;
      event.preventDefault();
      tell(around(box.current, now, now.scale * Math.exp(-event.deltaY / 300), event));
    };
    element?.addEventListener("wheel", turn, { passive: false });
    return () => element?.removeEventListener("wheel", turn);
  }, [frame]);

  function pressed(event: React.KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const next = byKey(view, event.key);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    onView(next);
  }

  const isLarge = view.scale > 1;
  const move = `scale(${view.scale}) translate(${(0.5 - view.x) * 100}%, ${(0.5 - view.y) * 100}%)`;
  return (
    <div
      ref={frame}
      role="group"
      aria-label={label}
      {...(props.describedBy !== undefined && { "aria-describedby": props.describedBy })}
      tabIndex={0}
      className={styles["frame"]}
      data-large={isLarge}
      data-keeps-arrows={isLarge}
      onKeyDown={pressed}
      {...hand}
    >
      <div
        ref={box}
        className={styles["box"]}
        style={{ aspectRatio: ratio, width: `min(100cqw, calc(100cqh * ${ratio}))`, transform: move }}
      >
        <Thumbnail src={src} alt={alt} thumbHash={thumbHash} eager />
      </div>
    </div>
  );
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** What a key makes of a view; null where it means nothing to it. */
function byKey(view: View, key: string): View | null {
  if (key === "+" || key === "=") return stepped(view, 1);
  if (key === "-") return stepped(view, -1);
  if (key === "0") return WHOLE;
  const by = ARROWS[key];
  if (view.scale === 1 || by === undefined) return null;
  const far = 0.15 / view.scale;
  return held({ ...view, x: view.x + by[0] * far, y: view.y + by[1] * far });
}

interface Point {
  readonly clientX: number;
  readonly clientY: number;
}

/** Another scale, with what is under the point staying there. */
function around(box: HTMLElement | null, view: View, scale: number, point: Point): View {
  if (!box) return view;
  const next = Math.min(MOST, Math.max(1, scale));
  const [dx, dy] = fromMiddle(box, point);
  return held({
    scale: next,
    x: view.x + dx / view.scale - dx / next,
    y: view.y + dy / view.scale - dy / next,
  });
}

/** How far a point lies from the middle of the frame, in widths and heights of the whole picture. */
function fromMiddle(box: HTMLElement, { clientX, clientY }: Point): [number, number] {
  const frame = box.parentElement?.getBoundingClientRect() ?? box.getBoundingClientRect();
  return [
    (clientX - frame.left - frame.width / 2) / Math.max(1, box.offsetWidth),
    (clientY - frame.top - frame.height / 2) / Math.max(1, box.offsetHeight),
  ];
}

interface Hand {
  readonly onPointerDown: React.PointerEventHandler;
  readonly onPointerMove: React.PointerEventHandler;
  readonly onPointerUp: React.PointerEventHandler;
  readonly onPointerCancel: React.PointerEventHandler;
  readonly onDoubleClick: React.MouseEventHandler;
}

/** Fingers and mouse: drag, pinch, tap and swipe. */
function useHand(
  box: React.RefObject<HTMLDivElement | null>,
  latest: React.RefObject<{ view: View; onView: (view: View) => void }>,
  onSwipe: ((by: 1 | -1) => void) | undefined,
): Hand {
  const down = useRef(new Map<number, Point>());
  const begun = useRef<Point & { readonly alone: boolean; readonly touch: boolean }>(null);
  const tapped = useRef<Point & { readonly at: number }>(null);

  function toggle(point: Point): void {
    const { view, onView } = latest.current;
    onView(view.scale > 1 ? WHOLE : around(box.current, view, 3, point));
  }

  /** Not every phone tells of a double tap. */
  function isSecondTap(event: React.PointerEvent): boolean {
    const before = tapped.current;
    const { clientX, clientY, timeStamp: at } = event;
    const isSecond = before !== null && at - before.at < DOUBLE && apart(event, before) < 4 * TAP;
    tapped.current = isSecond ? null : { clientX, clientY, at };
    return isSecond;
  }

  function moved(event: React.PointerEvent): void {
    const before = down.current.get(event.pointerId);
    const { view, onView } = latest.current;
    if (!before || !box.current) return;
    const other = [...down.current].find(([id]) => id !== event.pointerId)?.[1];
    down.current.set(event.pointerId, { clientX: event.clientX, clientY: event.clientY });
    if (other) {
      const grown = apart(event, other) / Math.max(1, apart(before, other));
      onView(around(box.current, view, view.scale * grown, between(event, other)));
    } else if (view.scale > 1) {
      const dx = (event.clientX - before.clientX) / box.current.offsetWidth / view.scale;
      const dy = (event.clientY - before.clientY) / box.current.offsetHeight / view.scale;
      onView(held({ ...view, x: view.x - dx, y: view.y - dy }));
    }
  }

  function up(event: React.PointerEvent): void {
    down.current.delete(event.pointerId);
    const from = begun.current;
    if (!from?.alone || !box.current || event.button > 0) return;
    const { view, onView } = latest.current;
    const isTap = apart(event, from) < TAP;
    if (isTap && event.pointerType === "touch" && isSecondTap(event)) return toggle(event);
    if (isTap && view.scale > 1) {
      const [dx, dy] = fromMiddle(box.current, event);
      onView(held({ ...view, x: view.x + dx / view.scale, y: view.y + dy / view.scale }));
    }
    const across = event.clientX - from.clientX;
    const isSwipe = Math.abs(across) > SWIPE && Math.abs(event.clientY - from.clientY) < SWIPE;
    if (view.scale === 1 && isSwipe && event.pointerType === "touch") onSwipe?.(across < 0 ? 1 : -1);
  }

  return {
    onPointerDown: (event) => {
      if (event.button > 0) return;
      const alone = down.current.size === 0;
      down.current.set(event.pointerId, { clientX: event.clientX, clientY: event.clientY });
      begun.current = { clientX: event.clientX, clientY: event.clientY, alone, touch: event.pointerType === "touch" };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: moved,
    onPointerUp: up,
    onPointerCancel: (event) => {
      down.current.delete(event.pointerId);
      begun.current = null;
    },
    onDoubleClick: (event) => {
      if (begun.current?.touch !== true) toggle(event);
    },
  };
}

function apart(one: Point, other: Point): number {
  return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
}

function between(one: Point, other: Point): Point {
  return {
    clientX: (one.clientX + other.clientX) / 2,
    clientY: (one.clientY + other.clientY) / 2,
  };
}
