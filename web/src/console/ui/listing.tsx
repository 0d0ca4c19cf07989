import { useEffect, useRef } from "react";

import type { Pages } from "../client/pages";
import { useWords } from "../words/words";
import { Button } from "./button";
import styles from "./listing.module.css";
import { Loading, Problem } from "./problem";
import { type Column, Table } from "./table";
import { uiWords } from "./words";

interface Props<Row> {
  readonly label: string;
  readonly pages: Pages<Row>;
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  /** What stands there when there is nothing. */
  readonly empty: React.ReactNode;
}

/** A list of the API as a table: while it loads, when it failed, when it is empty, and the rest of it. */
export function Listing<Row>({
  label,
  pages,
  columns,
  rowKey,
  empty,
}: Props<Row>): React.JSX.Element {
  const say = useWords(uiWords);
  const { rows, loading, error, hasMore, more, reload } = pages;
  const place = useRef<HTMLDivElement>(null);
  const shown = useRef<number | null>(null);
  useEffect(() => {
    // The button goes away with the last rows, and the focus with it: the first new row has it then.
    if (shown.current === null || rows.length <= shown.current) return;
    const row = place.current?.querySelectorAll<HTMLElement>("tbody > tr")[shown.current];
    shown.current = null;
    if (hasMore || document.activeElement !== document.body) return;
    row?.setAttribute("tabindex", "-1");
    row?.focus();
  }, [rows.length, hasMore]);

  function readOn(): void {
    shown.current = rows.length;
    more();
  }

  if (error && rows.length === 0) return <Problem error={error} onRetry={reload} />;
  if (rows.length === 0) return loading ? <Loading /> : <>{empty}</>;
  return (
    <div ref={place} className={styles["listing"]}>
      {error && <Problem error={error} onRetry={reload} />}
      <Table label={label} columns={columns} rows={rows} rowKey={rowKey} />
      {hasMore && (
        <Button onPress={readOn} isDisabled={loading}>
          {say("more")}
        </Button>
      )}
    </div>
  );
}
