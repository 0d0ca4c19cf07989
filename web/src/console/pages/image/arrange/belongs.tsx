import { X } from "lucide-react";
import { Link } from "@tanstack/react-router";
import { useMutation, useQuery } from "urql";

import type { ProductRole } from "../../../generated/schema";
import { Button } from "../../../ui/button";
import { Card } from "../../../ui/card";
import { Loading, Problem } from "../../../ui/problem";
import { Select } from "../../../ui/select";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { useAct } from "../act";
import { useEditing } from "../edit/editing";
import { Text } from "../edit/text";
import styles from "../whole.module.css";
import { words } from "../words";
import {
  ImageIntoCollectionDocument,
  ImageMoveDocument,
  ImageOutOfCollectionDocument,
  ImagePlacesDocument,
  type ImagePlacesQuery,
  ImageRoleDocument,
} from "./arrange.generated";
import { CustomFields } from "./custom-fields";

const ROLES: readonly ProductRole[] = ["MAIN", "ADDITIONAL", "LIFESTYLE", "SWATCH", "DETAIL"];

/** Its product, its group, its collections, and the house's own fields. */
export function Belongs(): React.JSX.Element {
  const say = useWords(words);
  const [{ data, error }, read] = useQuery({ query: ImagePlacesDocument });
  if (error) {
    return <Problem error={error} onRetry={() => read({ requestPolicy: "network-only" })} />;
  }
  return (
    <div className={styles["stack"]}>
      <Card>
        <h2>{say("product")}</h2>
        <Product />
      </Card>
      {data ? (
        <>
          <Card>
            <h2>{say("sorted")}</h2>
            <Group groups={data.imageGroups.nodes} />
            <Collections collections={data.collections.nodes} />
          </Card>
          {data.customFields.length > 0 && (
            <Card>
              <h2>{say("custom")}</h2>
              <CustomFields fields={data.customFields} />
            </Card>
          )}
        </>
      ) : (
        <Loading />
      )}
    </div>
  );
}

function Product(): React.JSX.Element {
  const say = useWords(words);
  const act = useAct();
  const { number } = useFormats();
  const { image, mayEdit, value } = useEditing();
  const [{ fetching }, place] = useMutation(ImageRoleDocument);
  const { productCode, productRole, productPosition } = image;
  return (
    <>
      <div className={styles["two"]}>
        <Text name="productCode" hint={say("product.hint")} />
        {typeof value("productCode") === "string" && <Text name="productName" />}
      </div>
      {productCode !== null && productRole !== null && (
        <div className={styles["two"]}>
          <Select
            label={say("role")}
            value={productRole}
            isDisabled={!mayEdit || fetching}
            onChange={(role) =>
              void act(
                place({ code: productCode, placement: { imageId: image.id, role } }),
                (told) => told.placeImages.userErrors,
                say("role.done"),
              )
            }
            options={ROLES.map((one) => ({ value: one, label: say(`role.${one}`) }))}
          />
          <p className={styles["small"]}>
            {productPosition === null
              ? say("product.unplaced")
              : say("product.position", { position: number(productPosition) })}
          </p>
        </div>
      )}
      {productCode !== null && (
        <Link to="/products" className={styles["small"]}>
          {say("product.all")}
        </Link>
      )}
    </>
  );
}

type Named = ImagePlacesQuery["collections"]["nodes"][number];
type Grouped = ImagePlacesQuery["imageGroups"]["nodes"][number];

const NOWHERE = "none";

function Group({ groups }: { readonly groups: readonly Grouped[] }): React.JSX.Element {
  const say = useWords(words);
  const act = useAct();
  const { image, mayEdit } = useEditing();
  const [{ fetching }, move] = useMutation(ImageMoveDocument);
  const { group } = image;
  const all = group && !groups.some(({ id }) => id === group.id) ? [group, ...groups] : groups;
  return (
    <Select
      label={say("group")}
      value={group?.id ?? NOWHERE}
      isDisabled={!mayEdit || fetching}
      onChange={(id) =>
        void act(
          move({ id: image.id, groupId: id === NOWHERE ? null : id }),
          (told) => told.moveImages.userErrors,
          say("group.done"),
        )
      }
      options={[
        { value: NOWHERE, label: say("group.none") },
        ...all.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}

function Collections({ collections }: { readonly collections: readonly Named[] }): React.JSX.Element {
  const say = useWords(words);
  const act = useAct();
  const { image, mayEdit } = useEditing();
  const [adding, add] = useMutation(ImageIntoCollectionDocument);
  const [removing, remove] = useMutation(ImageOutOfCollectionDocument);
  const busy = adding.fetching || removing.fetching;
  const inside = image.collections.map(({ id }) => id);
  // What is in a smart one, its filter alone decides.
  const others = collections.filter(({ id, kind }) => kind === "MANUAL" && !inside.includes(id));

  async function put(collectionId: string): Promise<void> {
    if (collectionId === NOWHERE) return;
    await act(
      add({ id: image.id, collectionId }),
      (told) => told.addImagesToCollection.userErrors,
      say("collection.added"),
    );
  }

  return (
    <div className={styles["part"]}>
      <h3>{say("collections")}</h3>
      {inside.length === 0 && <p className={styles["soft"]}>{say("collections.none")}</p>}
      <ul className={styles["list"]}>
        {image.collections.map(({ id, name }) => (
          <li key={id} className={styles["between"]}>
            {name}
            {mayEdit && (
              <Button
                kind="quiet"
                small
                square
                isDisabled={busy}
                aria-label={say("collection.remove", { name })}
                onPress={() =>
                  void act(
                    remove({ id: image.id, collectionId: id }),
                    (told) => told.removeImagesFromCollection.userErrors,
                    say("collection.removed"),
                  )
                }
              >
                <X aria-hidden="true" size={16} />
              </Button>
            )}
          </li>
        ))}
      </ul>
      {mayEdit && others.length > 0 && (
        <Select
          label={say("collection.add")}
          value={NOWHERE}
          isDisabled={busy}
          onChange={(id) => void put(id)}
          options={[
            { value: NOWHERE, label: say("collection.choose") },
            ...others.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
    </div>
  );
}
