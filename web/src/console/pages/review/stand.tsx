import { ZoomIn, ZoomOut } from "lucide-react";

import { Button } from "../../ui/button";
import { stepped, type View, WHOLE } from "../../ui/zoom";
import { useFormats } from "../../words/formats";
import { useWords } from "../../words/words";
import styles from "./stand.module.css";
import { words } from "./words";

/** Larger, smaller, whole. */
export function ZoomBar({
  view,
  onView,
}: {
  readonly view: View;
  readonly onView: (view: View) => void;
}): React.JSX.Element {
  const say = useWords(words);
  const { percent } = useFormats();
  return (
    <div role="group" aria-label={say("zoom")} className={styles["zoom"]}>
      <Button
        kind="quiet"
        small
        square
        aria-label={say("zoom.out")}
        isDisabled={view.scale === 1}
        onPress={() => onView(stepped(view, -1))}
      >
        <ZoomOut aria-hidden="true" size={18} />
      </Button>
      <Button kind="quiet" small aria-label={`${say("zoom.whole")}, ${percent(Math.round(view.scale * 10) / 10)}`} onPress={() => onView(WHOLE)}>
        {percent(Math.round(view.scale * 10) / 10)}
      </Button>
      <Button kind="quiet" small square aria-label={say("zoom.in")} onPress={() => onView(stepped(view, 1))}>
        <ZoomIn aria-hidden="true" size={18} />
      </Button>
    </div>
  );
}
