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
  if (error && rows.length === 0) return <Problem error={error} onRetry={reload} />;
  if (rows.length === 0) return loading ? <Loading /> : <>{empty}</>;
  return (
    <div className={styles["listing"]}>
      {error && <Problem error={error} onRetry={reload} />}
      <Table label={label} columns={columns} rows={rows} rowKey={rowKey} />
      {hasMore && (
        <Button onPress={more} isDisabled={loading}>
          {say("more")}
        </Button>
      )}
    </div>
  );
}
