import { Check, X } from "lucide-react";
import { useState } from "react";
import { Checkbox } from "react-aria-components/Checkbox";
import { CheckboxGroup } from "react-aria-components/CheckboxGroup";
import { Label } from "react-aria-components/Label";

import { Button } from "../../ui/button";
import { Chip, StateChip } from "../../ui/chip";
import { nameOf, thumbOf } from "../../ui/pictures/picture";
import { Thumbnail } from "../../ui/thumbnail";
import { type View, Zoom } from "../../ui/zoom";
import { ZoomBar } from "../../ui/zoom-bar";
import { useFormats } from "../../words/formats";
import { useWords } from "../../words/words";
import styles from "./compare.module.css";
import { duplicatesOf, type Facts } from "./facts";
import { largeOf } from "./pictures";
import type { Row } from "./queue";
import { words } from "./words";

const MOST = 4;

interface Props {
  readonly row: Row;
  readonly facts: Facts | null;
  readonly view: View;
  readonly onView: (view: View) => void;
  /** Of the others only those can be decided about that wait. */
  readonly onApprove: (row: Row) => void;
  readonly onReject: (row: Row) => void;
  readonly onClose: () => void;
}

/** Two to four pictures beside each other, looked at as one. */
export function Compare({ row, facts, view, onView, onApprove, onReject, onClose }: Props): React.JSX.Element {
  const say = useWords(words);
  const peers = facts === null ? [] : peersOf(facts);
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  const ids = chosen ?? peers.slice(0, 1).map(({ id }) => id);
  const shown = [row, ...peers.filter(({ id }) => ids.includes(id))];
  return (
    <section aria-label={say("compare.title")} className={styles["compare"]}>
      <div className={styles["bar"]}>
        <h2>{say("compare.title")}</h2>
        <ZoomBar view={view} onView={onView} raised />
        <Button small onPress={onClose}>
          <X aria-hidden="true" size={16} />
          {say("compare.close")}
        </Button>
      </div>
      <div className={styles["panes"]} data-count={shown.length}>
        {shown.map((one) => (
          <Pane
            key={one.id}
            row={one}
            isThis={one.id === row.id}
            view={view}
            onView={onView}
            onApprove={onApprove}
            onReject={onReject}
          />
        ))}
      </div>
      {facts !== null && peers.length === 0 ? (
        <p className={styles["soft"]}>{say("compare.none")}</p>
      ) : (
        <CheckboxGroup value={[...ids]} onChange={(value) => setChosen(value.slice(0, MOST - 1))} className={styles["group"] ?? ""}>
          <Label className={styles["label"] ?? ""}>
            {say("compare.choose")} <span className={styles["soft"]}>{say("compare.hint")}</span>
          </Label>
          <div className={styles["peers"]}>
            {peers.map((peer) => (
              <Checkbox
                key={peer.id}
                value={peer.id}
                isDisabled={ids.length >= MOST - 1 && !ids.includes(peer.id)}
                className={styles["peer"] ?? ""}
              >
                <span className={styles["tiny"]}>
                  <Thumbnail src={thumbOf(peer)} alt="" thumbHash={peer.thumbHash} cover />
                </span>
                <span className={styles["name"]}>{nameOf(peer)}</span>
              </Checkbox>
            ))}
          </div>
        </CheckboxGroup>
      )}
    </section>
  );
}

/** What is worth comparing: duplicates first, then what else its product has. */
function peersOf(facts: Facts): readonly Row[] {
  const all = [...duplicatesOf(facts).map(({ row }) => row), ...(facts.product?.images.nodes ?? [])];
  return all.filter(({ id }, at) => id !== facts.id && all.findIndex((one) => one.id === id) === at);
}

interface PaneProps {
  readonly row: Row;
  readonly isThis: boolean;
  readonly view: View;
  readonly onView: (view: View) => void;
  readonly onApprove: (row: Row) => void;
  readonly onReject: (row: Row) => void;
}

function Pane({ row, isThis, view, onView, onApprove, onReject }: PaneProps): React.JSX.Element {
  const say = useWords(words);
  const { bytes } = useFormats();
  const name = nameOf(row);
  const waits = row.state === "READY" && row.review.state === "PENDING";
  return (
    <figure className={styles["pane"]}>
      <div className={styles["frame"]}>
        <Zoom
          src={largeOf(row)}
          alt={name}
          label={say("picture", { name })}
          thumbHash={row.thumbHash}
          width={row.width}
          height={row.height}
          view={view}
          onView={onView}
        />
      </div>
      <figcaption className={styles["caption"]}>
        <span className={styles["about"]}>
          <strong className={styles["name"]}>{name}</strong>
          <span className={styles["soft"]}>
            {say("facts.size", { width: row.width ?? 0, height: row.height ?? 0, bytes: bytes(row.bytes) })}
          </span>
        </span>
        {isThis ? <Chip tone="info">{say("compare.this")}</Chip> : <StateChip state={row.state === "READY" ? row.review.state : row.state} />}
        {waits && (
          <span className={styles["buttons"]}>
            <Button small square aria-label={`${say("reject")}: ${name}`} onPress={() => onReject(row)}>
              <X aria-hidden="true" size={16} />
            </Button>
            <Button small square kind="primary" aria-label={`${say("approve")}: ${name}`} onPress={() => onApprove(row)}>
              <Check aria-hidden="true" size={16} />
            </Button>
          </span>
        )}
      </figcaption>
    </figure>
  );
}
