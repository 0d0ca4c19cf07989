import type { Pages } from "../../client/pages";
import type { NamedOrder } from "../../generated/schema";
import { useWords } from "../../words/words";
import { Button } from "../button";
import { Empty } from "../empty";
import { Loading, Problem } from "../problem";
import { SearchBox } from "../search-box";
import { type Option, Select } from "../select";
import { uiWords } from "../words";
import { type By, useSorted } from "./sorted";
import { Bar, Tiles } from "./tiles";
import { arrangingWords } from "./words";

/** From A to Z, as the API sorts. */
export const BY_NAME: NamedOrder = { field: "NAME", direction: "ASC" };

interface Props<Row, Sort extends string> {
  readonly label: string;
  readonly pages: Pages<Row>;
  readonly search: {
    readonly label: string;
    readonly text: string;
    /** The text that the API was asked for. */
    readonly asked: string;
    readonly onText: (text: string) => void;
    /** Why nothing may be found; in general words if not given. */
    readonly none?: { readonly title: string; readonly text: string };
  };
  readonly sort: {
    readonly label: string;
    readonly value: Sort;
    readonly onChange: (sort: Sort) => void;
    readonly options: readonly Option<Sort>[];
    /** Where the API has no such order. */
    readonly by: By<Row> | null;
  };
  /** What stands there when there is nothing at all. */
  readonly empty: React.ReactNode;
  readonly children: (row: Row) => React.ReactNode;
}

/** Groups, collections or products: searched, sorted, page by page. */
export function TileList<Row, Sort extends string>(props: Props<Row, Sort>): React.JSX.Element {
  const { label, pages, search, sort, empty, children } = props;
  const say = useWords(arrangingWords);
  const sayUi = useWords(uiWords);
  const { rows, isReading } = useSorted(pages, sort.by);
  const { loading, error, hasMore, more, reload } = pages;
  const isNothing = rows.length === 0 && !loading && !error;
  if (isNothing && search.text === "" && search.asked === "") return <>{empty}</>;
  return (
    <>
      <Bar>
        <SearchBox label={search.label} value={search.text} onChange={search.onText} />
        <Select
          label={sort.label}
          hideLabel
          value={sort.value}
          onChange={sort.onChange}
          options={sort.options}
        />
      </Bar>
      {error && <Problem error={error} onRetry={reload} />}
      {rows.length === 0 && loading && <Loading />}
      {isNothing && (
        <Empty title={search.none?.title ?? say("find.none")}>
          {search.none?.text ?? say("find.none.text")}
        </Empty>
      )}
      <Tiles label={label}>{rows.map(children)}</Tiles>
      {isReading && <p role="status">{say("find.loading")}</p>}
      {hasMore && !isReading && (
        <Button onPress={more} isDisabled={loading}>
          {sayUi("more")}
        </Button>
      )}
    </>
  );
}
