import { useEffect, useRef, useState } from "react";

import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { sumOf } from "../travel/cargo";
import type { Item } from "../travel/item";
import { words } from "../words";

/** What screen readers hear: the begin, each quarter, and the end, never each percent. */
export function Told({ items }: { readonly items: readonly Item[] }): React.JSX.Element {
  const say = useWords(words);
  const { percent } = useFormats();
  const [told, setTold] = useState("");
  const before = useRef(-1);
  const { open, bytes, sent, refused, failed } = sumOf(items);
  const quarter = open === 0 ? -1 : Math.min(3, Math.floor((4 * sent) / Math.max(1, bytes)));
  const ready = items.filter(({ state }) => state === "READY" || state === "THERE").length;
  useEffect(() => {
    if (before.current === quarter) return;
    if (quarter === -1) setTold(say("said.done", { ready, refused: refused + failed }));
    else if (before.current === -1) setTold(say("said.begun", { count: open }));
    else setTold(say("said.quarter", { percent: percent(quarter / 4) }));
    before.current = quarter;
  }, [quarter, open, ready, refused, failed, say, percent]);
  return (
    <p role="status" className="visually-hidden">
      {told}
    </p>
  );
}
