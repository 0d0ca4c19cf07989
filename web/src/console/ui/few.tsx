import { useLayoutEffect, useRef, useState } from "react";

import { useWords } from "../words/words";
import { Button } from "./button";
import styles from "./few.module.css";
import { uiWords } from "./words";

interface Props<Item> {
  readonly label: string;
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  /** How many show at first; by default three. One more is no reason to hide it. */
  readonly most?: number;
  readonly children: (item: Item) => React.ReactNode;
}

/** The first few of a list, one after the other, and how many more; those on demand. */
export function Few<Item>({ label, items, keyOf, most = 3, children }: Props<Item>): React.JSX.Element {
  const say = useWords(uiWords);
  const [isWhole, setWhole] = useState(items.length <= most + 1);
  const list = useRef<HTMLUListElement>(null);
  const wasAsked = useRef(false);
  // The button is gone: who pressed it goes on at the first that it has shown.
  useLayoutEffect(() => {
    if (!isWhole || !wasAsked.current) return;
    wasAsked.current = false;
    list.current?.children[most]?.querySelector<HTMLElement>("a, button")?.focus();
  }, [isWhole, most]);
  const shown = isWhole ? items : items.slice(0, most);

  return (
    <span className={styles["few"]}>
      <ul ref={list} aria-label={label} className={styles["list"]}>
        {shown.map((item) => (
          <li key={keyOf(item)}>{children(item)}</li>
        ))}
      </ul>
      {shown.length < items.length && (
        <Button
          kind="quiet"
          small
          onPress={() => {
            wasAsked.current = true;
            setWhole(true);
          }}
        >
          {say("few.more", { count: items.length - shown.length })}
        </Button>
      )}
    </span>
  );
}
