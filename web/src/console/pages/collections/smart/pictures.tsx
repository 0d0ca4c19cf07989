import { ListFilter } from "lucide-react";

import { usePages } from "../../../client/pages";
import { useRefusalText } from "../../../client/refusals";
import { Button } from "../../../ui/button";
import { Empty } from "../../../ui/empty";
import { PictureRow } from "../../../ui/arranging/picture-row";
import { Loading, Problem } from "../../../ui/problem";
import { uiWords } from "../../../ui/words";
import { useWords } from "../../../words/words";
import { type CollectionFactsFragment, CollectionImagesDocument } from "../collections.generated";
import styles from "../collections.module.css";
import { words } from "../words";

const NONE: ReadonlySet<string> = new Set();

interface Props {
  readonly collection: CollectionFactsFragment;
}

/** What the filter of a smart collection finds, and what it names that is there no more. */
export default function SmartPictures({ collection }: Props): React.JSX.Element {
  const { id, whereErrors } = collection;
  const say = useWords(words);
  const sayUi = useWords(uiWords);
  const sayRefusal = useRefusalText();
  const { rows, loading, error, hasMore, more, reload } = usePages({
    query: CollectionImagesDocument,
    variables: ({ first, after }) => ({ id, first, after }),
    connection: (data) => data.collection?.images,
    first: 60,
  });
  return (
    <>
      {whereErrors.length > 0 && (
        <div role="alert" className={styles["broken"]}>
          <p className={styles["title"]}>{say("smart.broken.text")}</p>
          <ul>
            {whereErrors.map((one) => (
              <li key={one.path.join(".")}>
                {one.path.join(".")}: {sayRefusal(one)}
              </li>
            ))}
          </ul>
        </div>
      )}
      {error && <Problem error={error} onRetry={reload} />}
      {rows.length === 0 &&
        !error &&
        (loading ? (
          <Loading />
        ) : (
          <Empty icon={<ListFilter />} title={say("smart.none")}>
            {say("smart.none.text")}
          </Empty>
        ))}
      {rows.length > 0 && (
        <PictureRow
          label={say("pictures")}
          pictures={rows}
          chosen={NONE}
          onChoose={() => undefined}
          canChoose={false}
        />
      )}
      {hasMore && (
        <Button onPress={more} isDisabled={loading}>
          {sayUi("more")}
        </Button>
      )}
    </>
  );
}
