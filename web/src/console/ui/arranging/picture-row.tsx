import { Link } from "@tanstack/react-router";
import { Check, GripVertical } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { Button } from "react-aria-components/Button";
import { Checkbox } from "react-aria-components/Checkbox";
import { GridList, GridListItem } from "react-aria-components/GridList";
import { DropIndicator, useDragAndDrop } from "react-aria-components/useDragAndDrop";

import { useWords } from "../../words/words";
import { StateChip } from "../chip";
import { nameOf, thumbOf } from "../pictures/picture";
import type { PictureFragment } from "../pictures/picture.generated";
import { Thumbnail } from "../thumbnail";
import { useMoved } from "./move-buttons";
import { type Place, stepped } from "./order";
import styles from "./picture-row.module.css";
import { arrangingWords } from "./words";

type Chosen = ReadonlySet<string>;

interface Props<Picture extends PictureFragment> {
  readonly label: string;
  readonly pictures: readonly Picture[];
  readonly chosen: Chosen;
  readonly onChoose: (ids: Chosen) => void;
  /** Without it, the order is not theirs to change, and places are not told. */
  readonly move?: (ids: readonly string[], to: Place) => Promise<boolean>;
  /** Those that cannot be chosen. */
  readonly disabled?: Chosen;
  /** Whether there is anything to do with chosen ones; true by default. */
  readonly canChoose?: boolean;
  /** Whether names lead to the pictures' pages; true by default. */
  readonly isLinked?: boolean;
  /** More about each, in place of its state. */
  readonly about?: (picture: Picture) => React.ReactNode;
}

/**
 * Pictures in a row that wraps, to be chosen and ordered: by drag, by the keyboard with alt and
 * the arrow keys, or as screen readers do it, from a handle.
 */
export function PictureRow<Picture extends PictureFragment>(props: Props<Picture>): React.JSX.Element {
  const { label, pictures, chosen, onChoose, move, disabled, canChoose = true } = props;
  const say = useWords(arrangingWords);
  const keys = useId();
  const frame = useRef<HTMLDivElement>(null);
  const focus = useRef<string | null>(null);
  const [told, setTold] = useState("");
  const tell = useMoved(pictures);
  const order = pictures.map(({ id }) => id);

  // A node that moves within the document loses the focus.
  useEffect(() => {
    if (focus.current === null) return;
    itemOf(frame.current, focus.current)?.focus();
    focus.current = null;
  });

  async function place(ids: readonly string[], to: Place): Promise<void> {
    if (!move) return;
    setTold(tell(ids, to));
    if (!(await move(ids, to))) setTold(say("row.back"));
  }

  function press(event: KeyboardEvent): void {
    if (!move || !event.altKey) return;
    const at = idOf(event.target);
    const step = stepOf(event.key, columnsOf(frame.current), order.length);
    if (at === null || step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const ids = chosen.has(at) ? order.filter((id) => chosen.has(id)) : [at];
    const to = stepped(order, ids, step);
    if (to === null) return;
    focus.current = at;
    void place(ids, to);
  }

  const { dragAndDropHooks } = useDragAndDrop({
    isDisabled: !move,
    getItems: (dragged) => [...dragged].map((key) => ({ "text/plain": String(key) })),
    onReorder: ({ keys: dragged, target }) => {
      const ids = order.filter((id) => dragged.has(id));
      const by = String(target.key);
      void place(ids, target.dropPosition === "before" ? { before: by } : { after: by });
    },
    renderDropIndicator: (target) => <DropIndicator target={target} className={styles["drop"] ?? ""} />,
  });

  return (
    <div ref={frame} className={styles["frame"]} onKeyDownCapture={press}>
      <p id={keys} className={move || canChoose ? styles["keys"] : "visually-hidden"}>
        {canChoose && say(move ? "row.keys" : "row.keysChoose")}
      </p>
      <GridList
        aria-label={label}
        aria-describedby={keys}
        layout="grid"
        items={pictures}
        dependencies={[chosen, disabled, move === undefined, say]}
        selectionMode={canChoose ? "multiple" : "none"}
        selectedKeys={chosen}
        disabledKeys={disabled ?? []}
        onSelectionChange={(keys) =>
          onChoose(keys === "all" ? new Set(order.filter((id) => !disabled?.has(id))) : new Set([...keys].map(String)))
        }
        {...(move && { dragAndDropHooks })}
        className={styles["row"] ?? ""}
      >
        {(picture) => <Item {...props} picture={picture} place={order.indexOf(picture.id) + 1} />}
      </GridList>
      <p role="status" className="visually-hidden">
        {told}
      </p>
    </div>
  );
}

interface ItemProps<Picture extends PictureFragment> extends Props<Picture> {
  readonly picture: Picture;
  readonly place: number;
}

function Item<Picture extends PictureFragment>(props: ItemProps<Picture>): React.JSX.Element {
  const { picture, place, move, about, disabled, canChoose = true, isLinked = true } = props;
  const say = useWords(arrangingWords);
  const name = nameOf(picture);
  const text = move ? `${name}, ${say("row.place", { place })}` : name;
  return (
    <GridListItem id={picture.id} textValue={text} className={styles["item"] ?? ""}>
      <span className={styles["look"]}>
        <Thumbnail src={thumbOf(picture)} alt="" thumbHash={picture.thumbHash} />
        {canChoose && !disabled?.has(picture.id) && (
          <Checkbox slot="selection" className={styles["check"] ?? ""}>
            <Check aria-hidden="true" size={16} strokeWidth={3} />
          </Checkbox>
        )}
        {move && (
          <>
            <span className={styles["place"]} aria-hidden="true">
              {place}
            </span>
            <Button slot="drag" aria-label={say("row.drag", { name })} className={styles["grip"] ?? ""}>
              <GripVertical aria-hidden="true" size={18} />
            </Button>
          </>
        )}
      </span>
      <span className={styles["caption"]}>
        {isLinked ? (
          <Link to="/images/$imageId" params={{ imageId: picture.id }} className={styles["name"]} title={name}>
            {name}
          </Link>
        ) : (
          <span className={styles["name"]} title={name}>
            {name}
          </span>
        )}
        <span className={styles["about"]}>
          {about ? about(picture) : <StateChip state={picture.state === "READY" ? picture.review.state : picture.state} />}
        </span>
      </span>
    </GridListItem>
  );
}

function stepOf(key: string, columns: number, count: number): number {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    Home: -count,
    End: count,
  };
  return steps[key] ?? 0;
}

function idOf(target: EventTarget): string | null {
  const item = target instanceof Element ? target.closest("[role=row][data-key]") : null;
  return item?.getAttribute("data-key") ?? null;
}

function itemOf(frame: HTMLElement | null, id: string): HTMLElement | null {
  return frame?.querySelector<HTMLElement>(`[role=row][data-key="${CSS.escape(id)}"]`) ?? null;
}

/** How many pictures lie beside each other. */
function columnsOf(frame: HTMLElement | null): number {
  const items = [...(frame?.querySelectorAll<HTMLElement>("[role=row][data-key]") ?? [])];
  const top = items[0]?.offsetTop;
  return Math.max(1, items.filter((item) => item.offsetTop === top).length);
}
