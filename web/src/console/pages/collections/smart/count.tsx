import { useQuery } from "urql";

import type { ImagesWhere } from "../../../generated/schema";
import { useSettled } from "../../../ui/arranging/settled";
import { arrangingWords } from "../../../ui/arranging/words";
import { useWords } from "../../../words/words";
import { words } from "../words";
import { FilterCountDocument } from "./smart.generated";

/** How many pictures a filter finds now. */
export function Count({ where }: { readonly where: ImagesWhere }): React.JSX.Element {
  const say = useWords(words);
  const sayArranging = useWords(arrangingWords);
  const settled: ImagesWhere = JSON.parse(useSettled(JSON.stringify(where)));
  const [{ data }] = useQuery({ query: FilterCountDocument, variables: { where: settled } });
  const count = data?.images.totalCount;
  return (
    <p role="status">
      {count === undefined ? "…" : say("filter.finds", { what: sayArranging("count.images", { count }) })}
    </p>
  );
}
