import { useState } from "react";

import { Button } from "../../ui/button";
import { Chip } from "../../ui/chip";
import { Dialog } from "../../ui/dialog";
import { Part } from "../../ui/form";
import { nameOf } from "../../ui/pictures/picture";
import { Secret } from "../../ui/secret";
import { type Column, Table } from "../../ui/table";
import { useFormats } from "../../words/formats";
import { useWords } from "../../words/words";
import type { ProductInShopsQuery, ProductPictureFragment } from "./products.generated";
import styles from "./product.module.css";
import { whyNot } from "./why";
import { words } from "./words";

type InShop = NonNullable<ProductInShopsQuery["product"]>["images"][number];

interface Props {
  readonly pictures: readonly ProductPictureFragment[];
  /** As shops see those that are published. */
  readonly shops: readonly InShop[];
}

/** Which pictures shops see, why they do not see the others, and under which addresses. */
export function Published({ pictures, shops }: Props): React.JSX.Element {
  const say = useWords(words);
  const formats = useFormats();
  const [shown, setShown] = useState<string | null>(null);
  const picture = pictures.find(({ id }) => id === shown);
  const columns: readonly Column<ProductPictureFragment>[] = [
    { key: "name", label: say("picture"), cell: nameOf },
    {
      key: "state",
      label: say("inShops"),
      cell: ({ publication }) => (
        <Chip tone={publication ? "good" : "warn"}>{say(publication ? "published" : "unpublished")}</Chip>
      ),
    },
    { key: "why", label: say("why"), cell: (one) => <WhyNot picture={one} /> },
    {
      key: "alt",
      label: say("altText"),
      cell: ({ id }) => shops.find((one) => one.id === id)?.altText ?? "–",
    },
    {
      key: "addresses",
      label: say("addresses"),
      end: true,
      quiet: true,
      cell: (one) =>
        one.publication && (
          <Button small onPress={() => setShown(one.id)} aria-label={say("addresses.of", { name: nameOf(one) })}>
            {say("addresses")}
          </Button>
        ),
    },
  ];
  return (
    <Part
      title={say("inShops")}
      lead={say("inShops.lead", {
        count: pictures.filter(({ publication }) => publication !== null).length,
        all: pictures.length,
      })}
    >
      <Table label={say("inShops")} columns={columns} rows={pictures} rowKey={({ id }) => id} />
      {picture?.publication && (
        <Dialog title={say("addresses.of", { name: nameOf(picture) })} isOpen onClose={() => setShown(null)}>
          <p className={styles["soft"]}>{say("addresses.text", { at: formats.dateTime(picture.publication.at) })}</p>
          {shops
            .filter(({ id }) => id === picture.id)
            .flatMap(({ sources }) => sources)
            .map(({ contentType, srcset }) => (
              <Secret key={contentType} label={say("srcset", { type: contentType })} value={srcset} />
            ))}
          <ul aria-label={say("addresses")} className={styles["files"]}>
            {picture.publication.renditions.map(({ url, width, height, bytes, contentType }) => (
              <li key={url}>
                <a href={url} target="_blank" rel="noreferrer">
                  {width} × {height}
                </a>{" "}
                {contentType}, {formats.bytes(bytes)}
              </li>
            ))}
          </ul>
        </Dialog>
      )}
    </Part>
  );
}

function WhyNot({ picture }: { readonly picture: ProductPictureFragment }): React.JSX.Element {
  const say = useWords(words);
  const formats = useFormats();
  const why = whyNot(picture, new Date().toISOString());
  if (why === null) return <>–</>;
  if ("at" in why) return <>{say(why.key, { at: formats.dateTime(why.at) })}</>;
  if ("problem" in why) return <>{say(why.key, { problem: why.problem })}</>;
  if ("note" in why) return <>{say(why.key, { note: why.note })}</>;
  return <>{say(why.key)}</>;
}
