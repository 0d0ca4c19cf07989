import { ArrowLeft, ArrowLeftToLine, ArrowRight, ArrowRightToLine } from "lucide-react";
import { useState } from "react";

import { useWords } from "../../words/words";
import { Button } from "../button";
import { nameOf } from "../pictures/picture";
import type { PictureFragment } from "../pictures/picture.generated";
import { moved, type Order, type Place, stepped } from "./order";
import styles from "./move-buttons.module.css";
import { arrangingWords } from "./words";

interface Props<Row> extends Order<Row> {
  /** In the order in which they lie. */
  readonly chosen: readonly string[];
}

/** Moves what is chosen, for fingers and for those who cannot drag. */
export function MoveButtons<Row extends PictureFragment>({ rows, move, chosen }: Props<Row>): React.JSX.Element {
  const say = useWords(arrangingWords);
  const tell = useMoved(rows);
  const [told, setTold] = useState("");
  const order = rows.map(({ id }) => id);

  function go(to: Place | null): void {
    if (to === null) return;
    setTold(tell(chosen, to));
    void move(chosen, to).then((isKept) => isKept || setTold(say("row.back")));
  }

  const buttons = [
    ["bar.start", ArrowLeftToLine, { end: "START" }],
    ["bar.earlier", ArrowLeft, stepped(order, chosen, -1)],
    ["bar.later", ArrowRight, stepped(order, chosen, 1)],
    ["bar.end", ArrowRightToLine, { end: "END" }],
  ] as const;
  return (
    <div className={styles["buttons"]}>
      {buttons.map(([name, Icon, to]) => (
        <Button key={name} small square aria-label={say(name)} onPress={() => go(to)}>
          <Icon aria-hidden="true" size={16} />
        </Button>
      ))}
      <p role="status" className="visually-hidden">
        {told}
      </p>
    </div>
  );
}

/** Says where pictures come to lie. */
export function useMoved(
  rows: readonly PictureFragment[],
): (ids: readonly string[], to: Place) => string {
  const say = useWords(arrangingWords);
  return (ids, to) => {
    const order = rows.map(({ id }) => id);
    const [first] = rows.filter(({ id }) => ids.includes(id));
    const place = first ? moved(order, ids, to).indexOf(first.id) + 1 : 0;
    return first && ids.length === 1
      ? say("row.moved", { name: nameOf(first), place, count: order.length })
      : say("row.movedMany", { count: ids.length, place });
  };
}
