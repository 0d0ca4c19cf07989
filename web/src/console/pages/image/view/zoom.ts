import { useEffect, useEffectEvent, useRef, useState } from "react";

interface Place {
  readonly scale: number;
  /** Of the picture's middle from the frame's, in pixels of the screen. */
  readonly x: number;
  readonly y: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const WHOLE: Place = { scale: 1, x: 0, y: 0 };
const MOST = 12;
const STEP = 1.4;
const MOVE = 60;

export interface Zoom {
  readonly scale: number;
  readonly transform: string;
  readonly in: () => void;
  readonly out: () => void;
  readonly fit: () => void;
  readonly handlers: Pick<
    React.HTMLAttributes<HTMLElement>,
    "onDoubleClick" | "onKeyDown" | "onPointerCancel" | "onPointerDown" | "onPointerMove" | "onPointerUp"
  >;
}

/** Zooms and moves what fills the frame, and never lets it out of sight. */
export function useZoom(frame: React.RefObject<HTMLElement | null>): Zoom {
  const [place, setPlace] = useState(WHOLE);
  const fingers = useRef(new Map<number, Point>());

  function held({ scale, x, y }: Place): Place {
    const size = frame.current?.getBoundingClientRect();
    const kept = Math.min(Math.max(scale, 1), MOST);
    const [across, down] = [(size?.width ?? 0) / 2, (size?.height ?? 0) / 2];
    const within = (value: number, half: number): number => {
      const room = half * (kept - 1);
      return Math.min(Math.max(value, -room), room);
    };
    return { scale: kept, x: within(x, across), y: within(y, down) };
  }

  /** By a factor, with one point of the screen staying where it is. */
  function zoomBy(factor: number, at?: Point): void {
    const size = frame.current?.getBoundingClientRect();
    setPlace((before) => {
      const scale = Math.min(Math.max(before.scale * factor, 1), MOST);
      const [x, y] =
        at && size
          ? [at.x - size.left - size.width / 2, at.y - size.top - size.height / 2]
          : [0, 0];
      const by = scale / before.scale;
      return held({ scale, x: x - (x - before.x) * by, y: y - (y - before.y) * by });
    });
  }

  function moveBy(x: number, y: number): void {
    setPlace((before) => held({ ...before, x: before.x + x, y: before.y + y }));
  }

  const wheel = useEffectEvent((event: WheelEvent) => {
    // At its ends the page scrolls on.
    if (event.deltaY > 0 && place.scale <= 1) return;
    event.preventDefault();
    zoomBy(Math.exp(-event.deltaY / 300), { x: event.clientX, y: event.clientY });
  });
  useEffect(() => {
    const element = frame.current;
    // React's own wheel events are passive: they could not keep the page where it is.
    element?.addEventListener("wheel", wheel, { passive: false });
    return () => element?.removeEventListener("wheel", wheel);
  }, [frame]);

  function pressed(event: React.KeyboardEvent): void {
    const does: Record<string, () => void> = {
      "+": () => zoomBy(STEP),
      "=": () => zoomBy(STEP),
      "-": () => zoomBy(1 / STEP),
      "0": () => setPlace(WHOLE),
      ArrowLeft: () => moveBy(MOVE, 0),
      ArrowRight: () => moveBy(-MOVE, 0),
      ArrowUp: () => moveBy(0, MOVE),
      ArrowDown: () => moveBy(0, -MOVE),
    };
    const act = does[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.startsWith("Arrow") && place.scale === 1) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  function down(event: React.PointerEvent<HTMLElement>): void {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
  }

  function moved(event: React.PointerEvent): void {
    const before = fingers.current.get(event.pointerId);
    if (before === undefined) return;
    const now = { x: event.clientX, y: event.clientY };
    const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1];
    fingers.current.set(event.pointerId, now);
    if (other === undefined) return moveBy(now.x - before.x, now.y - before.y);
    const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
    zoomBy(apart(now, other) / Math.max(apart(before, other), 1), middle);
  }

  function up(event: React.PointerEvent): void {
    fingers.current.delete(event.pointerId);
  }

  return {
    scale: place.scale,
    transform: `translate(${place.x}px, ${place.y}px) scale(${place.scale})`,
    in: () => zoomBy(STEP),
    out: () => zoomBy(1 / STEP),
    fit: () => setPlace(WHOLE),
    handlers: {
      onDoubleClick: (event) => {
        if (place.scale > 1) setPlace(WHOLE);
        else zoomBy(3, { x: event.clientX, y: event.clientY });
      },
      onKeyDown: pressed,
      onPointerDown: down,
      onPointerMove: moved,
      onPointerUp: up,
      onPointerCancel: up,
    },
  };
}

function apart(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
