import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { Download, Pause, Play, RotateCw } from "lucide-react";
import { useLayoutEffect, useRef, useState } from "react";

import { Button } from "../../../ui/button";
import { Progress } from "../../../ui/progress";
import { Select } from "../../../ui/select";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { sumOf } from "../travel/cargo";
import { ENDS, type Item, type ItemState } from "../travel/item";
import type { Uploads } from "../travel/uploads";
import { words } from "../words";
import styles from "./file-list.module.css";
import { handOver, refusedCsv } from "./refused-csv";
import { Row } from "./row";
import { useRowFocus } from "./row-focus";
import { useTroubleText } from "./troubles";

interface Props {
  readonly uploads: Uploads;
  readonly items: readonly Item[];
}

const VIEWS = ["all", "under", "trouble", "done"] as const;
type View = (typeof VIEWS)[number];
const TROUBLE: ReadonlySet<ItemState> = new Set(["REFUSED", "FAILED", "LOST"]);
const MOVING: ReadonlySet<ItemState> = new Set(["WAITING", "SENDING"]);
/** About what a row is high, in pixels. */
const ROW = 66;

/** All files, how far they are together, and what can be done with all of them. */
export function FileList({ uploads, items }: Props): React.JSX.Element {
  const say = useWords(words);
  const { number } = useFormats();
  const [view, setView] = useState<View>("all");
  const shown = items.filter((item) => isIn(view, item));
  return (
    <section aria-labelledby="files" className={styles["list"]}>
      <header className={styles["head"]}>
        <h2 id="files">{say("list.title")}</h2>
        <Select
          hideLabel
          label={say("list.show")}
          value={view}
          onChange={setView}
          options={VIEWS.map((value) => ({
            value,
            label: say(`list.show.${value}`, {
              count: number(items.filter((item) => isIn(value, item)).length),
            }),
          }))}
        />
      </header>
      <All items={items} />
      <Acts uploads={uploads} items={items} />
      {shown.length === 0 ? (
        <p className={styles["empty"]}>{say("list.empty")}</p>
      ) : (
        <Rows uploads={uploads} items={shown} />
      )}
    </section>
  );
}

function isIn(view: View, { state }: Item): boolean {
  if (view === "all") return true;
  if (view === "trouble") return TROUBLE.has(state);
  if (view === "done") return state === "READY" || state === "THERE";
  return !TROUBLE.has(state) && !ENDS.has(state);
}

function All({ items }: { readonly items: readonly Item[] }): React.JSX.Element | null {
  const say = useWords(words);
  const { bytes: size, number } = useFormats();
  const { count, done, bytes, sent } = sumOf(items);
  if (bytes === 0) return null;
  const label = say("list.progress", { done: number(done), count: number(count) });
  return (
    <div className={styles["all"]}>
      <Progress label={label} share={bytes === 0 ? 1 : sent / bytes} />
      <p className={styles["bytes"]}>{say("list.bytes", { sent: size(sent), size: size(bytes) })}</p>
    </div>
  );
}

function Acts({ uploads, items }: Props): React.JSX.Element {
  const say = useWords(words);
  const why = useTroubleText();
  const moving = items.filter(({ state }) => MOVING.has(state)).map(({ id }) => id);
  const paused = items.filter(({ state }) => state === "PAUSED").map(({ id }) => id);
  const troubled = items.filter(({ state }) => TROUBLE.has(state));
  return (
    <div className={styles["acts"]}>
      {moving.length > 0 && (
        <Button small onPress={() => uploads.pause(moving)}>
          <Pause aria-hidden="true" size={16} />
          {say("list.pause")}
        </Button>
      )}
      {paused.length > 0 && (
        <Button small onPress={() => uploads.resume(paused)}>
          <Play aria-hidden="true" size={16} />
          {say("list.go")}
        </Button>
      )}
      {troubled.some(({ state }) => state === "FAILED") && (
        <Button small onPress={uploads.retryAll}>
          <RotateCw aria-hidden="true" size={16} />
          {say("list.retry")}
        </Button>
      )}
      {troubled.length > 0 && (
        <Button
          small
          onPress={() =>
            handOver(refusedCsv(say("list.csv.head"), troubled, why), say("list.csv.name"))
          }
        >
          <Download aria-hidden="true" size={16} />
          {say("list.csv")}
        </Button>
      )}
      {items.some(({ state }) => ENDS.has(state)) && (
        <Button small kind="quiet" onPress={() => uploads.clear()}>
          {say("list.clear")}
        </Button>
      )}
    </div>
  );
}

/** Only those that can be seen are drawn: a folder may have thousands. */
function Rows({ uploads, items }: Props): React.JSX.Element {
  const say = useWords(words);
  const frame = useRef<HTMLUListElement>(null);
  const [margin, setMargin] = useState(0);
  const noteFocus = useRowFocus(frame, items);
  // What is above the list grows and shrinks.
  useLayoutEffect(() => {
    const top = frame.current?.getBoundingClientRect().top ?? 0;
    setMargin(Math.round(top + window.scrollY));
  }, [items]);
  const window_ = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => ROW,
    getItemKey: (index) => items[index]?.id ?? index,
    overscan: 8,
    scrollMargin: margin,
  });
  return (
    <ul
      ref={frame}
      aria-label={say("list.rows")}
      onFocus={noteFocus}
      className={styles["rows"]}
      style={{ height: window_.getTotalSize() }}
    >
      {window_.getVirtualItems().map(({ index, key, start }) => {
        const item = items[index];
        return (
          item && (
            <li
              key={key}
              ref={window_.measureElement}
              data-index={index}
              aria-setsize={items.length}
              aria-posinset={index + 1}
              className={styles["place"]}
              style={{ transform: `translateY(${start - margin}px)` }}
            >
              <Row item={item} uploads={uploads} />
            </li>
          )
        );
      })}
    </ul>
  );
}
