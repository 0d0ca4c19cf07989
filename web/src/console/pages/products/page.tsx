import { Link, useRouter } from "@tanstack/react-router";
import { Package, Plus } from "lucide-react";
import { useState } from "react";

import { usePages } from "../../client/pages";
import { useSend } from "../../client/send";
import { useIsAtLeast } from "../../session/account";
import { EditDialog } from "../../ui/arranging/edit-dialog";
import { useSettled } from "../../ui/arranging/settled";
import type { By } from "../../ui/arranging/sorted";
import { TileList } from "../../ui/arranging/tile-list";
import { Tile } from "../../ui/arranging/tiles";
import { arrangingWords } from "../../ui/arranging/words";
import { Button } from "../../ui/button";
import { Chip } from "../../ui/chip";
import { Empty } from "../../ui/empty";
import { Page } from "../../ui/page";
import { useWords } from "../../words/words";
import { CreateProductDocument, ProductsDocument, type ProductsQuery } from "./products.generated";
import { words } from "./words";

type Row = ProductsQuery["libraryProducts"]["nodes"][number];
const SORTS = ["code", "name", "newest", "count"] as const;
type Sort = (typeof SORTS)[number];

const BY: Readonly<Record<Sort, By<Row> | null>> = {
  code: null,
  name: (one, other) => (one.name ?? "\uffff").localeCompare(other.name ?? "\uffff"),
  newest: (one, other) => other.createdAt.localeCompare(one.createdAt),
  count: (one, other) => other.imageCount - one.imageCount,
};

export function ProductsPage(): React.JSX.Element {
  const say = useWords(words);
  const canMake = useIsAtLeast("IMPORTER");
  const [isMaking, setMaking] = useState(false);
  const make = canMake && (
    <Button kind="primary" onPress={() => setMaking(true)}>
      <Plus aria-hidden="true" size={18} />
      {say("create")}
    </Button>
  );
  return (
    <Page title={say("title")} lead={say("lead")} actions={make}>
      <List />
      {isMaking && <CreateProduct onClose={() => setMaking(false)} />}
    </Page>
  );
}

function List(): React.JSX.Element {
  const say = useWords(words);
  const [text, setText] = useState("");
  const [sort, setSort] = useState<Sort>("code");
  const asked = useSettled(text).trim();
  const pages = usePages({
    query: ProductsDocument,
    variables: ({ first, after }) => ({ search: asked || null, first, after }),
    connection: (data) => data.libraryProducts,
    first: 40,
  });
  const none = { title: say("none"), text: say("none.text") };
  const options = SORTS.map((value) => ({ value, label: say(`sort.${value}`) }));
  return (
    <TileList
      label={say("title")}
      pages={pages}
      search={{ label: say("search"), text, asked, onText: setText, none }}
      sort={{ label: say("sort"), value: sort, onChange: setSort, options, by: BY[sort] }}
      empty={
        <Empty icon={<Package />} title={say("empty")}>
          {say("empty.text")}
        </Empty>
      }
    >
      {(product) => (
        <Tile key={product.id} covers={product.images.nodes} about={<About product={product} />}>
          <Link to="/products/$code" params={{ code: product.code }}>
            {product.code}
          </Link>
        </Tile>
      )}
    </TileList>
  );
}

function About({ product: { name, imageCount, images } }: { readonly product: Row }): React.JSX.Element {
  const say = useWords(words);
  const sayArranging = useWords(arrangingWords);
  const hasMain = images.nodes.some(({ productRole }) => productRole === "MAIN");
  return (
    <>
      {name !== null && <span>{name}</span>}
      <span>{sayArranging("count.images", { count: imageCount })}</span>
      {imageCount > 0 && imageCount <= images.nodes.length && !hasMain && (
        <Chip tone="warn">{say("gap.main")}</Chip>
      )}
    </>
  );
}

function CreateProduct({ onClose }: { readonly onClose: () => void }): React.JSX.Element {
  const say = useWords(words);
  const router = useRouter();
  const { send, busy, refusals } = useSend(CreateProductDocument, (data) => data.createProduct, {
    inForm: true,
  });

  async function create(code: string, name: string): Promise<void> {
    const sent = await send({ input: { code, name: name || null } });
    if (sent?.product) await router.navigate({ to: "/products/$code", params: { code: sent.product.code } });
  }

  return (
    <EditDialog
      title={say("create")}
      fields={[
        { name: "code", label: say("code"), hint: say("code.hint"), isRequired: true },
        { name: "name", label: say("name") },
      ]}
      current={{ version: 0, values: { code: "", name: "" } }}
      action={say("create.action")}
      busy={busy}
      refusals={refusals}
      onSend={({ code, name }) => void create(code, name)}
      onClose={onClose}
    />
  );
}
