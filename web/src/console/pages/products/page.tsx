import { Link, useRouter } from "@tanstack/react-router";
import { Package, Plus } from "lucide-react";
import { useState } from "react";

import { usePages } from "../../client/pages";
import { useSend } from "../../client/send";
import { useIsAtLeast } from "../../session/account";
import { EditDialog } from "../../ui/arranging/edit-dialog";
import { useFound } from "../../ui/arranging/found";
import { useSettled } from "../../ui/arranging/settled";
import { Bar, Tile, Tiles } from "../../ui/arranging/tiles";
import { arrangingWords } from "../../ui/arranging/words";
import { Button } from "../../ui/button";
import { Chip } from "../../ui/chip";
import { Empty } from "../../ui/empty";
import { Page } from "../../ui/page";
import { Loading, Problem } from "../../ui/problem";
import { SearchBox } from "../../ui/search-box";
import { Select } from "../../ui/select";
import { uiWords } from "../../ui/words";
import { useWords } from "../../words/words";
import { CreateProductDocument, ProductsDocument, type ProductsQuery } from "./products.generated";
import { words } from "./words";

type Row = ProductsQuery["libraryProducts"]["nodes"][number];
type Sort = "code" | "name" | "newest" | "count";

const SORTS: Readonly<Record<Sort, ((one: Row, other: Row) => number) | null>> = {
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
  const sayUi = useWords(uiWords);
  const sayArranging = useWords(arrangingWords);
  const [text, setText] = useState("");
  const [sort, setSort] = useState<Sort>("code");
  const search = useSettled(text).trim() || null;
  const pages = usePages({
    query: ProductsDocument,
    variables: ({ first, after }) => ({ search, first, after }),
    connection: (data) => data.libraryProducts,
    first: 40,
  });
  const { rows, isReading } = useFound(pages, { text: "", of: searched, by: SORTS[sort] });
  const { loading, error, hasMore, more, reload } = pages;
  return (
    <>
      <Bar>
        <SearchBox label={say("search")} value={text} onChange={setText} />
        <Select
          label={say("sort")}
          hideLabel
          value={sort}
          onChange={setSort}
          options={(["code", "name", "newest", "count"] as const).map((value) => ({
            value,
            label: say(`sort.${value}`),
          }))}
        />
      </Bar>
      {error && <Problem error={error} onRetry={reload} />}
      {rows.length === 0 && !error && (loading ? <Loading /> : <Nothing isSearch={search !== null} />)}
      <Tiles label={say("title")}>
        {rows.map((product) => (
          <Tile key={product.id} covers={product.images.nodes} about={<About product={product} />}>
            <Link to="/products/$code" params={{ code: product.code }}>
              {product.code}
            </Link>
          </Tile>
        ))}
      </Tiles>
      {isReading && <p role="status">{sayArranging("find.loading")}</p>}
      {hasMore && !isReading && (
        <Button onPress={more} isDisabled={loading}>
          {sayUi("more")}
        </Button>
      )}
    </>
  );
}

function Nothing({ isSearch }: { readonly isSearch: boolean }): React.JSX.Element {
  const say = useWords(words);
  if (isSearch) return <Empty title={say("none")}>{say("none.text")}</Empty>;
  return (
    <Empty icon={<Package />} title={say("empty")}>
      {say("empty.text")}
    </Empty>
  );
}

function searched({ code, name }: Row): readonly (string | null)[] {
  return [code, name];
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
