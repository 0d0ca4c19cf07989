import { Package, Star, Trash } from "lucide-react";
import { useState } from "react";
import { useQuery } from "urql";

import { usePages } from "../../client/pages";
import { useSend } from "../../client/send";
import type { ProductRole } from "../../generated/schema";
import { useIsAtLeast } from "../../session/account";
import { ChosenBar } from "../../ui/arranging/chosen-bar";
import { MoveButtons } from "../../ui/arranging/move-buttons";
import { useOrder } from "../../ui/arranging/order";
import { Picker } from "../../ui/arranging/picker";
import { PictureRow } from "../../ui/arranging/picture-row";
import { Button } from "../../ui/button";
import { Chip } from "../../ui/chip";
import { useConfirm } from "../../ui/confirm";
import { Empty } from "../../ui/empty";
import { Part } from "../../ui/form";
import { Loading, Problem } from "../../ui/problem";
import { Select } from "../../ui/select";
import { notify } from "../../ui/toasts";
import { uiWords } from "../../ui/words";
import { useWords } from "../../words/words";
import { Gaps } from "./gaps";
import {
  OrderProductDocument,
  PlaceOnProductDocument,
  ProductImagesDocument,
  ProductInShopsDocument,
  TakeFromProductDocument,
} from "./products.generated";
import { Published } from "./published";
import { Readiness } from "./readiness";
import { isPublished } from "./why";
import { words } from "./words";

const ROLES = ["MAIN", "ADDITIONAL", "LIFESTYLE", "SWATCH", "DETAIL"] as const satisfies readonly ProductRole[];
const MOST = 250;

interface Props {
  readonly code: string;
  readonly isAdding: boolean;
  readonly onAdded: () => void;
  readonly onChanged: () => void;
}

/** The pictures of a product in the order that shops see, and how they stand. */
export function ProductPictures({ code, isAdding, onAdded, onChanged }: Props): React.JSX.Element {
  const say = useWords(words);
  const sayUi = useWords(uiWords);
  const confirm = useConfirm();
  const canEdit = useIsAtLeast("IMPORTER");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const pages = usePages({
    query: ProductImagesDocument,
    variables: ({ first, after }) => ({ code, first, after }),
    connection: (data) => data.libraryProduct?.images,
    first: 100,
  });
  const { loading, error, hasMore, more, reload } = pages;
  const [shops, readShops] = useQuery({ query: ProductInShopsDocument, variables: { code } });
  const ordering = useSend(OrderProductDocument, (data) => data.reorderProductImages);
  const placing = useSend(PlaceOnProductDocument, (data) => data.placeImages);
  const taking = useSend(TakeFromProductDocument, (data) => data.updateImages);

  function changed(): void {
    reload();
    readShops({ requestPolicy: "network-only" });
    onChanged();
  }

  const { rows, move } = useOrder(pages.rows, async (imageIds, to) => {
    const sent = await ordering.send({ input: { productCode: code, imageIds, to, errorPolicy: "ABORT" } });
    changed();
    return sent !== null;
  });
  const picked = rows.filter(({ id }) => chosen.has(id));
  const ids = picked.map(({ id }) => id);

  async function place(imageIds: readonly string[], role: ProductRole | null): Promise<boolean> {
    for (let at = 0; at < imageIds.length; at += MOST) {
      const placements = imageIds.slice(at, at + MOST).map((imageId) => ({ imageId, role }));
      // oxlint-disable-next-line no-await-in-loop -- each finds the order that the one before left
      const sent = await placing.send({ input: { productCode: code, placements } });
      if (!sent) {
        changed();
        return false;
      }
    }
    changed();
    return true;
  }

  async function add(imageIds: readonly string[]): Promise<void> {
    if (!(await place(imageIds, null))) return;
    notify(say("added", { count: imageIds.length }));
    onAdded();
  }

  async function remove(): Promise<void> {
    const count = picked.length;
    const title = say("remove.title", { count });
    if (!(await confirm({ title, text: say("remove.text"), action: say("remove") }))) return;
    const images = picked
      .slice(0, MOST)
      .map(({ id, version }) => ({ id, expectedVersion: version, productCode: null }));
    const sent = await taking.send({ input: { images } });
    changed();
    if (!sent) return;
    setChosen(new Set());
    notify(say("removed", { count }));
  }

  const isBusy = placing.busy || taking.busy;
  return (
    <>
      {error && <Problem error={error} onRetry={reload} />}
      {rows.length === 0 &&
        !error &&
        (loading ? (
          <Loading />
        ) : (
          <Empty icon={<Package />} title={say("noPictures")}>
            {say("noPictures.text")}
          </Empty>
        ))}
      {rows.length > 0 && (
        <>
          <Gaps pictures={rows} isWhole={!hasMore} />
          <Part title={say("pictures")} lead={say("pictures.lead")}>
            <PictureRow
              label={say("pictures")}
              pictures={rows}
              chosen={chosen}
              onChoose={setChosen}
              canChoose={canEdit}
              {...(canEdit && { move })}
              about={(picture) => (
                <>
                  <Chip tone={picture.productRole === "MAIN" ? "info" : "neutral"}>
                    {say(`role.${picture.productRole ?? "ADDITIONAL"}`)}
                  </Chip>
                  <Chip tone={isPublished(picture) ? "good" : "warn"}>
                    {say(isPublished(picture) ? "published" : "unpublished")}
                  </Chip>
                </>
              )}
            />
          </Part>
        </>
      )}
      {hasMore && (
        <Button onPress={more} isDisabled={loading}>
          {sayUi("more")}
        </Button>
      )}
      <ChosenBar count={ids.length} onClear={() => setChosen(new Set())}>
        <MoveButtons rows={rows} move={move} chosen={ids} />
        {ids.length === 1 && (
          <Button small isDisabled={isBusy} onPress={() => void place(ids, "MAIN")}>
            <Star aria-hidden="true" size={16} />
            {say("main")}
          </Button>
        )}
        <RoleChoice
          role={picked.every(({ productRole }) => productRole === picked[0]?.productRole) ? (picked[0]?.productRole ?? null) : null}
          isSingle={ids.length === 1}
          onChange={(role) => void place(ids, role)}
        />
        <Button small isDisabled={isBusy} onPress={() => void remove()}>
          <Trash aria-hidden="true" size={16} />
          {say("remove")}
        </Button>
      </ChosenBar>
      {rows.length > 0 && <Published pictures={rows} shops={shops.data?.product?.images ?? []} />}
      {rows.length > 0 && <Readiness code={code} />}
      {isAdding && (
        <Picker
          title={say("add")}
          here={new Set(rows.map(({ id }) => id))}
          busy={placing.busy}
          onAdd={(imageIds) => void add(imageIds)}
          onClose={onAdded}
        />
      )}
    </>
  );
}

interface RoleProps {
  readonly role: ProductRole | null;
  readonly isSingle: boolean;
  readonly onChange: (role: ProductRole) => void;
}

/** What chosen pictures are to the product; only one can be its main picture. */
function RoleChoice({ role, isSingle, onChange }: RoleProps): React.JSX.Element {
  const say = useWords(words);
  const options = [
    ...(role === null ? [{ value: "" as const, label: say("role.several") }] : []),
    ...ROLES.filter((one) => isSingle || one !== "MAIN" || one === role).map((value) => ({
      value,
      label: say(`role.${value}`),
    })),
  ];
  return (
    <Select
      label={say("role")}
      hideLabel
      value={role ?? ""}
      options={options}
      onChange={(value) => value !== "" && onChange(value)}
    />
  );
}
