import { useRef } from "react";

import { useKeptFocus } from "./kept-focus";
import styles from "./table.module.css";

/** A column: its heading, and what stands in it. */
export interface Column<Row> {
  readonly key: string;
  readonly label: string;
  readonly cell: (row: Row) => React.ReactNode;
  /** At the end of the line, as numbers are. */
  readonly end?: boolean;
  /** Where lines break: anywhere by default, as in keys and addresses; else a word stays whole. */
  readonly wrap?: "words" | "never";
  /** Its heading is for screen readers only, as over buttons. */
  readonly quiet?: boolean;
}

interface Props<Row> {
  /** What the table is about, for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
}

/** Rows under headings; on a narrow screen each row is a card with its headings beside. */
export function Table<Row>({ label, columns, rows, rowKey }: Props<Row>): React.JSX.Element {
  const body = useRef<HTMLTableSectionElement>(null);
  useKeptFocus(body, rows.map(rowKey));
  // A table that is laid out otherwise loses its meaning for screen readers unless it is told.
  return (
    <div className={styles["frame"]}>
      <table role="table" aria-label={label} className={styles["table"]}>
        <thead role="rowgroup" className={styles["head"]}>
          <tr role="row">
            {columns.map((column) => (
              <th key={column.key} role="columnheader" scope="col" data-end={column.end}>
                <span className={column.quiet ? "visually-hidden" : ""}>{column.label}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body} role="rowgroup">
          {rows.map((row) => (
            <tr key={rowKey(row)} role="row" className={styles["row"]}>
              {columns.map((column) => (
                <Cell key={column.key} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell<Row>({
  column: { label, cell, end, quiet, wrap },
  row,
}: {
  readonly column: Column<Row>;
  readonly row: Row;
}): React.JSX.Element {
  return (
    <td role="cell" data-end={end} data-wrap={wrap} className={styles["cell"]}>
      {!quiet && (
        <span aria-hidden="true" className={styles["label"]}>
          {label}
        </span>
      )}
      <div className={styles["value"]}>{cell(row)}</div>
    </td>
  );
}
