import { Link, useRouter } from "@tanstack/react-router";
import { FolderHeart, ListFilter, Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";

import { usePages } from "../../client/pages";
import { useSend } from "../../client/send";
import { useIsAtLeast } from "../../session/account";
import { EditDialog } from "../../ui/arranging/edit-dialog";
import { useSettled } from "../../ui/arranging/settled";
import type { By } from "../../ui/arranging/sorted";
import { BY_NAME, TileList } from "../../ui/arranging/tile-list";
import { Tile } from "../../ui/arranging/tiles";
import { arrangingWords } from "../../ui/arranging/words";
import { Button } from "../../ui/button";
import { Chip } from "../../ui/chip";
import { Empty } from "../../ui/empty";
import { Page } from "../../ui/page";
import type { PictureFragment } from "../../ui/pictures/picture.generated";
import { useWords } from "../../words/words";
import { CollectionsDocument, type CollectionsQuery, CreateCollectionDocument } from "./collections.generated";
import { BLANK, inputOf, useCollectionFields } from "./form";
import { words } from "./words";

const CreateSmart = lazy(() => import("./smart/create"));

type Row = CollectionsQuery["collections"]["nodes"][number];
const SORTS = ["newest", "name", "count"] as const;
type Sort = (typeof SORTS)[number];

const byCount: By<Row> = (one, other) => other.imageCount - one.imageCount;

export function CollectionsPage(): React.JSX.Element {
  const say = useWords(words);
  const router = useRouter();
  const canMake = useIsAtLeast("IMPORTER");
  const [making, setMaking] = useState<"manual" | "smart" | null>(null);
  const close = (): void => setMaking(null);
  const show = (collectionId: string): void =>
    void router.navigate({ to: "/collections/$collectionId", params: { collectionId } });
  const make = canMake && (
    <>
      <Button kind="primary" onPress={() => setMaking("manual")}>
        <Plus aria-hidden="true" size={18} />
        {say("create")}
      </Button>
      <Button onPress={() => setMaking("smart")}>
        <ListFilter aria-hidden="true" size={18} />
        {say("smart.create")}
      </Button>
    </>
  );
  return (
    <Page title={say("title")} lead={say("lead")} actions={make}>
      <List />
      {making === "manual" && <CreateCollection onMade={show} onClose={close} />}
      {making === "smart" && (
        <Suspense>
          <CreateSmart onMade={show} onClose={close} />
        </Suspense>
      )}
    </Page>
  );
}

function List(): React.JSX.Element {
  const say = useWords(words);
  const [text, setText] = useState("");
  const [sort, setSort] = useState<Sort>("newest");
  const asked = useSettled(text).trim();
  const where = asked === "" ? null : { search: asked };
  const pages = usePages({
    query: CollectionsDocument,
    variables: ({ first, after }) => ({ first, after, where, orderBy: sort === "name" ? BY_NAME : null }),
    connection: (data) => data.collections,
    first: 40,
  });
  const options = SORTS.map((value) => ({ value, label: say(`sort.${value}`) }));
  return (
    <TileList
      label={say("title")}
      pages={pages}
      search={{ label: say("search"), text, asked, onText: setText }}
      sort={{ label: say("sort"), value: sort, onChange: setSort, options, by: sort === "count" ? byCount : null }}
      empty={
        <Empty icon={<FolderHeart />} title={say("empty")}>
          {say("empty.text")}
        </Empty>
      }
    >
      {(one) => (
        <Tile key={one.id} covers={coversOf(one)} about={<About collection={one} />}>
          <Link to="/collections/$collectionId" params={{ collectionId: one.id }}>
            {one.name}
          </Link>
        </Tile>
      )}
    </TileList>
  );
}

/** Its cover first. */
function coversOf({ cover, images }: Row): readonly PictureFragment[] {
  return cover === null ? [] : [cover, ...images.nodes.filter(({ id }) => id !== cover.id)];
}

function About({ collection }: { readonly collection: Row }): React.JSX.Element {
  const say = useWords(words);
  const sayArranging = useWords(arrangingWords);
  return (
    <>
      <span>{sayArranging("count.images", { count: collection.imageCount })}</span>
      {collection.kind === "SMART" && (
        <Chip tone={collection.whereErrors.length > 0 ? "bad" : "info"}>
          {say(collection.whereErrors.length > 0 ? "smart.broken" : "smart")}
        </Chip>
      )}
    </>
  );
}

interface CreateProps {
  readonly onMade: (id: string) => void;
  readonly onClose: () => void;
}

function CreateCollection({ onMade, onClose }: CreateProps): React.JSX.Element {
  const say = useWords(words);
  const fields = useCollectionFields();
  const { send, busy, refusals } = useSend(CreateCollectionDocument, (data) => data.createCollection, {
    inForm: true,
  });

  return (
    <EditDialog
      title={say("create")}
      fields={fields}
      current={{ version: 0, values: BLANK }}
      action={say("create.action")}
      busy={busy}
      refusals={refusals}
      onSend={(values) =>
        void send({ input: inputOf(values) }).then((sent) => {
          if (sent?.collection) onMade(sent.collection.id);
        })
      }
      onClose={onClose}
    />
  );
}
