import { useState } from "react";

import { usePages } from "../../client/pages";
import { useWords } from "../../words/words";
import { Button } from "../button";
import { Dialog, DialogButtons } from "../dialog";
import { Loading, Problem } from "../problem";
import { SearchBox } from "../search-box";
import { uiWords } from "../words";
import { LibraryPickerDocument } from "./arranging.generated";
import { PictureRow } from "./picture-row";
import { useSettled } from "./settled";
import styles from "./picker.module.css";
import { libraryWhere } from "./where";
import { arrangingWords } from "./words";

interface Props {
  readonly title: string;
  /** What is there already, and cannot be added again. */
  readonly here: ReadonlySet<string>;
  readonly busy: boolean;
  /** In the order in which they were chosen. */
  readonly onAdd: (ids: readonly string[]) => void;
  readonly onClose: () => void;
}

/** A look through the library, to take pictures out of it. */
export function Picker({ title, here, busy, onAdd, onClose }: Props): React.JSX.Element {
  const say = useWords(arrangingWords);
  const sayUi = useWords(uiWords);
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const settled = useSettled(text);
  const pages = usePages({
    query: LibraryPickerDocument,
    variables: ({ first, after }) => ({ first, after, where: libraryWhere(settled) }),
    connection: (data) => data.images,
    first: 24,
  });
  const { rows, loading, error, hasMore, more, reload } = pages;

  // What another search does not show stays chosen.
  function choose(ids: ReadonlySet<string>): void {
    const shown = new Set(rows.map(({ id }) => id));
    setChosen((before) => new Set([...[...before].filter((id) => !shown.has(id) || ids.has(id)), ...ids]));
  }

  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <SearchBox label={say("picker.search")} value={text} onChange={setText} autoFocus />
      <div className={styles["list"]}>
        {error && <Problem error={error} onRetry={reload} />}
        {rows.length === 0 && !error && (loading ? <Loading /> : <p role="status">{say("picker.none")}</p>)}
        {rows.length > 0 && (
          <PictureRow
            label={say("picker.label")}
            pictures={rows}
            chosen={chosen}
            onChoose={choose}
            disabled={here}
            isLinked={false}
            about={({ id }) => here.has(id) && say("picker.here")}
          />
        )}
        {hasMore && (
          <Button small onPress={more} isDisabled={loading}>
            {sayUi("more")}
          </Button>
        )}
      </div>
      <DialogButtons>
        <Button onPress={onClose}>{sayUi("cancel")}</Button>
        <Button kind="primary" isDisabled={busy || chosen.size === 0} onPress={() => onAdd([...chosen])}>
          {say("picker.add", { count: chosen.size })}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
