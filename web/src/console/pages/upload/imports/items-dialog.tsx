import { Link } from "@tanstack/react-router";
import { useState } from "react";

import { usePages } from "../../../client/pages";
import { useRefusalText } from "../../../client/refusals";
import type { ImportItemState } from "../../../generated/schema";
import { Button } from "../../../ui/button";
import { Chip, type Tone } from "../../../ui/chip";
import { Dialog } from "../../../ui/dialog";
import { Loading, Problem } from "../../../ui/problem";
import { Select } from "../../../ui/select";
import { useWords } from "../../../words/words";
import { words } from "../words";
import styles from "./imports.module.css";
import { ImportItemsDocument } from "./imports.generated";

const TONES: Readonly<Record<ImportItemState, Tone>> = {
  PENDING: "neutral",
  TAKEN: "good",
  SKIPPED: "neutral",
  REFUSED: "bad",
  CANCELLED: "neutral",
};
const STATES = ["REFUSED", "TAKEN", "SKIPPED", "PENDING", "CANCELLED"] as const;
const ALL = "ALL";

interface Props {
  /** Of the import; null where none is looked at. */
  readonly id: string | null;
  readonly onClose: () => void;
}

/** What became of each file of an import, and why. */
export function ItemsDialog({ id, onClose }: Props): React.JSX.Element {
  const say = useWords(words);
  return (
    <Dialog title={say("imports.items")} isOpen={id !== null} onClose={onClose}>
      {id !== null && <Items id={id} />}
    </Dialog>
  );
}

function Items({ id }: { readonly id: string }): React.JSX.Element {
  const say = useWords(words);
  const refusal = useRefusalText();
  const [state, setState] = useState<ImportItemState | typeof ALL>(ALL);
  const { rows, loading, error, hasMore, more, reload } = usePages({
    query: ImportItemsDocument,
    variables: ({ first, after }) => ({ id, first, after, state: state === ALL ? null : state }),
    connection: (data) => data.import?.items,
  });
  return (
    <>
      <Select
        label={say("imports.items.state")}
        value={state}
        onChange={setState}
        options={[
          { value: ALL, label: say("imports.items.all") },
          ...STATES.map((value) => ({ value, label: say(`imports.item.${value}`) })),
        ]}
      />
      {error && <Problem error={error} onRetry={reload} />}
      {rows.length === 0 && loading && <Loading />}
      {rows.length === 0 && !loading && !error && <p>{say("imports.items.none")}</p>}
      <ul aria-label={say("imports.items")} className={styles["items"]}>
        {rows.map((item) => (
          <li key={item.position} className={styles["item"]}>
            {item.imageId === null ? (
              <span className={styles["name"]}>{calledOf(item)}</span>
            ) : (
              <Link
                to="/images/$imageId"
                params={{ imageId: item.imageId }}
                className={styles["name"]}
              >
                {calledOf(item)}
              </Link>
            )}
            <Chip tone={TONES[item.state]}>{say(`imports.item.${item.state}`)}</Chip>
            {item.problem && item.state !== "SKIPPED" && (
              <span className={styles["why"]}>{refusal(item.problem)}</span>
            )}
          </li>
        ))}
      </ul>
      {hasMore && (
        <Button onPress={more} isDisabled={loading}>
          {say("imports.items.more")}
        </Button>
      )}
    </>
  );
}

/** With its folders where its name has them; of an address, the name is only its place in the list. */
function calledOf({ name, fileName }: { readonly name: string; readonly fileName: string }): string {
  return name.endsWith(fileName) ? name : fileName;
}
