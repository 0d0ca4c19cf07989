import { ZoomIn, ZoomOut } from "lucide-react";

import { useFormats } from "../words/formats";
import { useWords } from "../words/words";
import { Button } from "./button";
import { uiWords } from "./words";
import { stepped, type View, WHOLE } from "./zoom";
import styles from "./zoom-bar.module.css";

interface Props {
  readonly view: View;
  readonly onView: (view: View) => void;
  /** Whether it lies over the picture. */
  readonly raised?: boolean;
}

/** Smaller, whole, larger; between them how large it is, which screen readers say as it changes. */
export function ZoomBar({ view, onView, raised = false }: Props): React.JSX.Element {
  const say = useWords(uiWords);
  const { percent } = useFormats();
  const scale = percent(Math.round(view.scale * 100) / 100);
  return (
    <div
      role="group"
      aria-label={say("zoom")}
      className={`${styles["zoom"]} ${raised ? styles["raised"] : ""}`}
    >
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
      <Button
        kind="quiet"
        small
        aria-label={`${say("zoom.whole")}, ${scale}`}
        onPress={() => onView(WHOLE)}
      >
        <span className={styles["scale"]}>{scale}</span>
      </Button>
      <Button kind="quiet" small square aria-label={say("zoom.in")} onPress={() => onView(stepped(view, 1))}>
        <ZoomIn aria-hidden="true" size={18} />
      </Button>
      <span role="status" className="visually-hidden">
        {view.scale > 1 && scale}
      </span>
    </div>
  );
}
