import { FolderHeart, Star, Trash } from "lucide-react";
import { useState } from "react";

import { usePages } from "../../client/pages";
import { useSend } from "../../client/send";
import { useIsAtLeast } from "../../session/account";
import { ChosenBar } from "../../ui/arranging/chosen-bar";
import { MoveButtons } from "../../ui/arranging/move-buttons";
import { useOrder } from "../../ui/arranging/order";
import { Picker } from "../../ui/arranging/picker";
import { PictureRow } from "../../ui/arranging/picture-row";
import { arrangingWords } from "../../ui/arranging/words";
import { Button } from "../../ui/button";
import { Chip, StateChip } from "../../ui/chip";
import { Empty } from "../../ui/empty";
import { useConfirm } from "../../ui/confirm";
import { Loading, Problem } from "../../ui/problem";
import { notify } from "../../ui/toasts";
import { uiWords } from "../../ui/words";
import { useWords } from "../../words/words";
import {
  AddToCollectionDocument,
  type CollectionFactsFragment,
  CollectionImagesDocument,
  OrderCollectionDocument,
  RemoveFromCollectionDocument,
  UpdateCollectionDocument,
} from "./collections.generated";
import { words } from "./words";

/** How many pictures a call takes. */
const MOST = 250;

interface Props {
  readonly collection: CollectionFactsFragment;
  readonly isAdding: boolean;
  readonly onAdded: () => void;
}

/** The pictures of a collection that people fill and order. */
export function ManualPictures({ collection, isAdding, onAdded }: Props): React.JSX.Element {
  const { id, cover, version } = collection;
  const say = useWords(words);
  const sayUi = useWords(uiWords);
  const sayArranging = useWords(arrangingWords);
  const confirm = useConfirm();
  const canEdit = useIsAtLeast("IMPORTER");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const pages = usePages({
    query: CollectionImagesDocument,
    variables: ({ first, after }) => ({ id, first, after }),
    connection: (data) => data.collection?.images,
    first: 60,
  });
  const { loading, error, hasMore, more, reload } = pages;
  const ordering = useSend(OrderCollectionDocument, (data) => data.reorderCollection);
  const adding = useSend(AddToCollectionDocument, (data) => data.addImagesToCollection);
  const removing = useSend(RemoveFromCollectionDocument, (data) => data.removeImagesFromCollection);
  const covering = useSend(UpdateCollectionDocument, (data) => data.updateCollection);
  const { rows, move } = useOrder(pages.rows, async (imageIds, to) => {
    const sent = await ordering.send({ input: { collectionId: id, imageIds, to, errorPolicy: "ABORT" } });
    reload();
    return sent !== null;
  });
  const ids = rows.filter((one) => chosen.has(one.id)).map((one) => one.id);

  async function add(imageIds: readonly string[]): Promise<void> {
    for (let at = 0; at < imageIds.length; at += MOST) {
      const input = { collectionId: id, imageIds: imageIds.slice(at, at + MOST) };
      // oxlint-disable-next-line no-await-in-loop -- they are to lie in this order
      if (!(await adding.send({ input }))) return reload();
    }
    notify(say("added", { count: imageIds.length }));
    reload();
    onAdded();
  }

  async function remove(): Promise<void> {
    const count = ids.length;
    const title = say("remove.title", { count });
    if (!(await confirm({ title, text: say("remove.text"), action: say("remove") }))) return;
    for (let at = 0; at < count; at += MOST) {
      const input = { collectionId: id, imageIds: ids.slice(at, at + MOST) };
      // oxlint-disable-next-line no-await-in-loop -- a refused part stops the rest
      if (!(await removing.send({ input }))) return reload();
    }
    notify(say("removed", { count }));
    setChosen(new Set());
    reload();
  }

  async function standFor(): Promise<void> {
    const [coverId = null] = ids;
    const sent = await covering.send({ input: { id, expectedVersion: version, coverId } });
    if (sent) notify(say("covered"));
  }

  return (
    <>
      {error && <Problem error={error} onRetry={reload} />}
      {rows.length === 0 &&
        !error &&
        (loading ? (
          <Loading />
        ) : (
          <Empty icon={<FolderHeart />} title={say("noPictures")}>
            {say("noPictures.text")}
          </Empty>
        ))}
      {rows.length > 0 && (
        <PictureRow
          label={say("pictures")}
          pictures={rows}
          chosen={chosen}
          onChoose={setChosen}
          canChoose={canEdit}
          {...(canEdit && { move })}
          about={(picture) => (
            <>
              {picture.id === cover?.id && <Chip tone="info">{sayArranging("row.cover")}</Chip>}
              <StateChip state={picture.state === "READY" ? picture.review.state : picture.state} />
            </>
          )}
        />
      )}
      {hasMore && (
        <Button onPress={more} isDisabled={loading}>
          {sayUi("more")}
        </Button>
      )}
      <ChosenBar count={ids.length} onClear={() => setChosen(new Set())}>
        <MoveButtons rows={rows} move={move} chosen={ids} />
        {ids.length === 1 && (
          <Button small isDisabled={covering.busy} onPress={() => void standFor()}>
            <Star aria-hidden="true" size={16} />
            {say("cover")}
          </Button>
        )}
        <Button small isDisabled={removing.busy} onPress={() => void remove()}>
          <Trash aria-hidden="true" size={16} />
          {say("remove")}
        </Button>
      </ChosenBar>
      {isAdding && (
        <Picker
          title={say("add")}
          here={new Set(rows.map((one) => one.id))}
          busy={adding.busy}
          onAdd={(imageIds) => void add(imageIds)}
          onClose={onAdded}
        />
      )}
    </>
  );
}
