import { useNavigate } from "@tanstack/react-router";
import { defaultRangeExtractor, useWindowVirtualizer } from "@tanstack/react-virtual";
import {
  type KeyboardEvent,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";

import { useWords } from "../../words/words";
import { ImageCell } from "./image-cell";
import styles from "./image-grid.module.css";
import { useKeptPlace } from "./kept-place";
import type { PictureFragment } from "./picture.generated";
import type { Selection } from "./selection";
import { pictureWords } from "./words";

/** A picture at its place in a list; `picture` is null while its row is not (or no longer) read. */
export interface GridItem {
  readonly id: string;
  readonly picture: PictureFragment | null;
  /** Whether it has left the list since, and only holds its place. */
  readonly gone?: boolean;
}

interface Props {
  /** What the list is, for screen readers. */
  readonly label: string;
  readonly items: readonly GridItem[];
  /** Without one, pictures cannot be chosen. */
  readonly selection?: Selection;
  /** Which places are to be seen, both included: read them, and what comes next. */
  readonly onShow?: (first: number, last: number) => void;
  /** What Enter, a double click and a tap do; the picture's page opens by default. */
  readonly onOpen?: (id: string) => void;
  /** What Delete does. */
  readonly onDelete?: () => void;
  /** Says more of a picture below its name, in place of its states. */
  readonly about?: (picture: PictureFragment) => React.ReactNode;
}

const GAP = 12;
/** Of a cell: below the picture, in pixels at 16 px a rem. */
const CAPTION = 58;
/** What lies over the page at its top and its bottom: the header, and a bar for what is chosen. */
const COVERED = { top: 130, bottom: 96 };

/**
 * Pictures in as many columns as there is room for. Only those in sight are in the document, so
 * that there may be a hundred thousand; the window scrolls, not the grid.
 *
 * Click chooses one, with shift all up to it, with ctrl or cmd one more; arrows, Home and End
 * move, space chooses, Enter opens, ctrl+A chooses all that is loaded, Escape none. A finger
 * opens by a tap and chooses by a long one; once something is chosen, a tap chooses too.
 */
export function ImageGrid({ label, items, selection, onShow, onOpen, onDelete, about }: Props): React.JSX.Element {
  const say = useWords(pictureWords);
  const keys = useId();
  const navigate = useNavigate();
  const frame = useRef<HTMLDivElement>(null);
  const { width, top } = usePlace(frame, items);
  const columns = columnsIn(width);
  const rowCount = Math.ceil(items.length / columns);
  const side = (width - GAP * (columns - 1)) / columns;
  const height = Math.round(side + CAPTION);
  const [focused, setFocused] = useState<string | null>(null);
  const isWanted = useRef(false);
  const order = useMemo(() => items.map(({ id }) => id), [items]);
  const at = useMemo(() => Math.max(focused === null ? 0 : order.indexOf(focused), 0), [order, focused]);
  const focusedRow = Math.floor(at / columns);

  const virtual = useWindowVirtualizer({
    count: width > 0 ? rowCount : 0,
    estimateSize: () => height,
    gap: GAP,
    overscan: 3,
    scrollMargin: top,
    scrollPaddingStart: COVERED.top,
    scrollPaddingEnd: COVERED.bottom,
    // The one that Tab leads to is always there.
    rangeExtractor: (range) => {
      const rows = defaultRangeExtractor(range);
      if (rowCount === 0 || rows.includes(focusedRow)) return rows;
      return [...rows, focusedRow].sort((one, other) => one - other);
    },
  });
  useLayoutEffect(() => virtual.measure(), [virtual, height]);

  const range = virtual.range;
  const first = range === null ? 0 : range.startIndex * columns;
  const last = range === null ? 0 : Math.min((range.endIndex + 1) * columns, items.length) - 1;
  useEffect(() => {
    if (items.length > 0 && last >= first) onShow?.(first, last);
  }, [onShow, first, last, items.length]);

  useEffect(() => {
    if (!isWanted.current || focused === null) return;
    const cell = frame.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(focused)}"]`);
    if (!cell) return;
    isWanted.current = false;
    cell.focus({ preventScroll: true });
  });

  useKeptPlace(order, focused, setFocused);

  const open = useCallback(
    (id: string) => {
      if (onOpen) onOpen(id);
      else void navigate({ to: "/images/$imageId", params: { imageId: id } });
    },
    [navigate, onOpen],
  );

  function move(to: number, reach: boolean): void {
    const index = Math.max(0, Math.min(to, items.length - 1));
    const id = order[index];
    if (id === undefined) return;
    isWanted.current = true;
    setFocused(id);
    virtual.scrollToIndex(Math.floor(index / columns), { align: "auto" });
    if (reach && selection) {
      const from = order[at];
      if (selection.ids.size === 0 && from !== undefined) selection.only(from);
      selection.reach(id, order);
    }
  }

  function press(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(window.innerHeight / (height + GAP)) - 1) * columns;
    const begin = at - (at % columns);
    const control = event.ctrlKey || event.metaKey;
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at - columns < 0 ? at : at - columns,
      ArrowDown: at + columns,
      PageUp: at - page,
      PageDown: at + page,
      Home: control ? 0 : begin,
      End: control ? items.length - 1 : begin + columns - 1,
    };
    const id = order[at];
    const target = targets[event.key];
    if (target !== undefined) move(target, event.shiftKey);
    else if (event.key === "Enter" && id !== undefined) open(id);
    else if (event.key === " " && id !== undefined && selection) choose(id, event.shiftKey, true);
    else if (event.key === "a" && control && selection) selection.all(order);
    else if (event.key === "Escape" && selection && selection.ids.size > 0) selection.clear();
    else if (event.key === "Delete" && onDelete && selection && selection.ids.size > 0) onDelete();
    else return;
    event.preventDefault();
  }

  const latest = useRef({ order, selection });
  latest.current = { order, selection };
  const choose = useCallback((id: string, reach: boolean, adding: boolean): void => {
    const { order: ids, selection: chosen } = latest.current;
    setFocused(id);
    if (reach) chosen?.reach(id, ids, adding);
    else if (adding) chosen?.toggle(id);
    else chosen?.only(id);
  }, []);

  const isChoosing = (selection?.ids.size ?? 0) > 0;
  return (
    <div
      ref={frame}
      role="grid"
      aria-label={label}
      aria-rowcount={rowCount}
      aria-colcount={columns}
      {...(selection && { "aria-multiselectable": true })}
      aria-describedby={keys}
      className={styles["grid"]}
      data-choosing={isChoosing}
      style={{ height: virtual.getTotalSize() }}
      onKeyDown={press}
    >
      {virtual.getVirtualItems().map((row) => (
        <div
          key={row.key}
          role="row"
          aria-rowindex={row.index + 1}
          className={styles["row"]}
          style={{
            gap: GAP,
            gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
            height,
            transform: `translateY(${row.start - top}px)`,
          }}
        >
          {items.slice(row.index * columns, (row.index + 1) * columns).map((item, column) => (
            <ImageCell
              key={item.id}
              item={item}
              column={column + 1}
              height={side}
              isChosen={selection ? selection.ids.has(item.id) : null}
              isChoosing={isChoosing}
              isReached={row.index * columns + column === at}
              choose={choose}
              open={open}
              isLink={onOpen === undefined}
              about={about}
            />
          ))}
        </div>
      ))}
      <span id={keys} hidden>
        {say(selection ? "grid.keys" : "grid.keysOpen")}
      </span>
    </div>
  );
}

/** How many columns: wide enough to see something, at least two. */
function columnsIn(width: number): number {
  const least = width < 640 ? 148 : 176;
  return Math.max(2, Math.floor((width + GAP) / (least + GAP)));
}

/**
 * Where a grid was last: who comes back finds it as high as it was at once, so that the window can
 * be scrolled to where it was.
 */
let lastPlace = { width: 0, top: 0 };

/**
 * How wide an element is, and how far below the top of the document. Looked at when `content` is
 * another or something has another size, but not at each step of scrolling: it costs a layout.
 */
function usePlace(frame: React.RefObject<HTMLElement | null>, content: unknown): { width: number; top: number } {
  const [place, setPlace] = useState(lastPlace);
  const measure = useCallback(() => {
    if (frame.current === null) return;
    const box = frame.current.getBoundingClientRect();
    const top = Math.round(box.top + window.scrollY);
    if (lastPlace.width !== box.width || lastPlace.top !== top) lastPlace = { width: box.width, top };
    setPlace(lastPlace);
  }, [frame]);
  useLayoutEffect(measure, [measure, content]);
  useEffect(() => {
    const watch = new ResizeObserver(measure);
    if (frame.current !== null) watch.observe(frame.current);
    // What stands above may come and go without us.
    if (frame.current?.parentElement) watch.observe(frame.current.parentElement);
    watch.observe(document.body);
    return () => watch.disconnect();
  }, [frame, measure]);
  return place;
}
