import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useQuery } from "urql";

import { Page } from "../../ui/page";
import { Loading, Problem } from "../../ui/problem";
import { useWords } from "../../words/words";
import { Gone } from "./gone";
import { ImagePageDocument } from "./image.generated";
import { useLive } from "./live";
import { Whole } from "./whole";
import { words } from "./words";

/** One picture: to be seen, described, decided about, taken along. */
export function ImagePage(): React.JSX.Element {
  const { imageId } = useParams({ from: "/signed-in/images/$imageId" });
  return <Read key={imageId} id={imageId} />;
}

function Read({ id }: { readonly id: string }): React.JSX.Element {
  const say = useWords(words);
  const [{ data, error, fetching }, read] = useQuery({
    query: ImagePageDocument,
    variables: { id },
  });
  const [deleted, setDeleted] = useState(false);
  const again = (): void => read({ requestPolicy: "network-only" });
  const stage = useLive(id, again);
  const image = data?.image;
  if (image && !deleted) {
    return <Whole image={image} stage={stage} onDeleted={() => setDeleted(true)} />;
  }
  if (error || fetching) {
    return (
      <Page title={say("title")}>
        {error ? <Problem error={error} onRetry={again} /> : <Loading />}
      </Page>
    );
  }
  function restored(): void {
    setDeleted(false);
    again();
  }
  return <Gone id={id} known={deleted} onRestored={restored} />;
}
