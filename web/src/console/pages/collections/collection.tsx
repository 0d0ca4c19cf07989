import { useNavigate, useParams } from "@tanstack/react-router";
import { FolderHeart, ListFilter, PenLine, Pencil, Plus, Trash2 } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useQuery } from "urql";

import { useSend } from "../../client/send";
import { useIsAtLeast } from "../../session/account";
import { AbsentPage } from "../../ui/absent-page";
import { CopyArranged } from "../../ui/arranging/copy-arranged";
import { EditDialog } from "../../ui/arranging/edit-dialog";
import { arrangingWords } from "../../ui/arranging/words";
import { Button } from "../../ui/button";
import { Chip } from "../../ui/chip";
import { useConfirm } from "../../ui/confirm";
import { Page } from "../../ui/page";
import { Loading } from "../../ui/problem";
import { notify } from "../../ui/toasts";
import { useWords } from "../../words/words";
import {
  CollectionDocument,
  type CollectionFactsFragment,
  type CollectionQuery,
  DeleteCollectionDocument,
  UpdateCollectionDocument,
} from "./collections.generated";
import { inputOf, useCollectionFields, valuesOf } from "./form";
import { ManualPictures } from "./manual";
import { words } from "./words";

const SmartPictures = lazy(() => import("./smart/pictures"));
const EditFilter = lazy(() => import("./smart/edit"));
const BulkEdit = lazy(() => import("./smart/bulk-edit"));

type Collection = NonNullable<CollectionQuery["collection"]>;
type Open = "edit" | "add" | "filter" | "bulk" | null;

export function CollectionPage(): React.JSX.Element {
  const { collectionId } = useParams({ from: "/signed-in/collections/$collectionId" });
  const say = useWords(words);
  const [{ data, error }, read] = useQuery({ query: CollectionDocument, variables: { id: collectionId } });
  const again = (): void => read({ requestPolicy: "network-only" });
  if (data?.collection) return <OneCollection key={collectionId} collection={data.collection} again={again} />;
  return (
    <AbsentPage
      title={say("title")}
      error={error}
      onRetry={again}
      isGone={data !== undefined}
      gone={{ icon: <FolderHeart />, title: say("gone"), to: "/collections", back: say("back") }}
    />
  );
}

interface Props {
  readonly collection: Collection;
  readonly again: () => void;
}

function OneCollection({ collection, again }: Props): React.JSX.Element {
  const [open, setOpen] = useState<Open>(null);
  const [round, setRound] = useState(0);
  const close = (): void => setOpen(null);
  const isSmart = collection.kind === "SMART";

  function changed(): void {
    again();
    setRound((before) => before + 1);
  }

  return (
    <Page
      title={collection.name}
      lead={<Lead collection={collection} />}
      actions={<Actions collection={collection} onOpen={setOpen} />}
    >
      {isSmart ? (
        <Suspense fallback={<Loading />}>
          <SmartPictures key={round} collection={collection} />
        </Suspense>
      ) : (
        <ManualPictures collection={collection} isAdding={open === "add"} onAdded={close} />
      )}
      {open === "edit" && <EditCollection collection={collection} onClose={close} />}
      <Suspense>
        {open === "filter" && <EditFilter collection={collection} onChanged={changed} onClose={close} />}
        {open === "bulk" && <BulkEdit collection={collection} onChanged={changed} onClose={close} />}
      </Suspense>
    </Page>
  );
}

function Lead({ collection }: { readonly collection: Collection }): React.JSX.Element {
  const say = useWords(words);
  const sayArranging = useWords(arrangingWords);
  return (
    <>
      {collection.kind === "SMART" && (
        <>
          <Chip tone="info">{say("smart")}</Chip>{" "}
        </>
      )}
      {collection.description !== null && <>{collection.description} · </>}
      {sayArranging("count.images", { count: collection.imageCount })}
    </>
  );
}

interface ActionsProps {
  readonly collection: Collection;
  readonly onOpen: (what: Open) => void;
}

function Actions({ collection, onOpen }: ActionsProps): React.JSX.Element {
  const say = useWords(words);
  const confirm = useConfirm();
  const navigate = useNavigate();
  const canEdit = useIsAtLeast("IMPORTER");
  const canDelete = useIsAtLeast("REVIEWER");
  const { send, busy } = useSend(DeleteCollectionDocument, (data) => data.deleteCollection);
  const isSmart = collection.kind === "SMART";

  async function remove(): Promise<void> {
    const { id, name, imageCount: count } = collection;
    const title = say("delete.title", { name });
    const text = say(isSmart ? "delete.smart" : "delete.text", { count });
    if (!(await confirm({ title, text, action: say("delete"), danger: true }))) return;
    if (!(await send({ input: { id } }))) return;
    notify(say("delete.done", { name }));
    await navigate({ to: "/collections" });
  }

  return (
    <>
      {canEdit && !isSmart && (
        <Button kind="primary" onPress={() => onOpen("add")}>
          <Plus aria-hidden="true" size={18} />
          {say("add")}
        </Button>
      )}
      {canEdit && isSmart && (
        <Button kind="primary" onPress={() => onOpen("filter")}>
          <ListFilter aria-hidden="true" size={16} />
          {say("smart.edit")}
        </Button>
      )}
      {canEdit && isSmart && (
        <Button onPress={() => onOpen("bulk")}>
          <PenLine aria-hidden="true" size={16} />
          {say("bulk")}
        </Button>
      )}
      {canEdit && (
        <Button onPress={() => onOpen("edit")}>
          <Pencil aria-hidden="true" size={16} />
          {say("edit")}
        </Button>
      )}
      <CopyArranged
        page={`/collections/${encodeURIComponent(collection.id)}`}
        id={collection.id}
        field={`collection(id: ${JSON.stringify(collection.id)})`}
      />
      {canDelete && (
        <Button isDisabled={busy} onPress={() => void remove()}>
          <Trash2 aria-hidden="true" size={16} />
          {say("delete")}
        </Button>
      )}
    </>
  );
}

interface EditProps {
  readonly collection: CollectionFactsFragment;
  readonly onClose: () => void;
}

function EditCollection({ collection, onClose }: EditProps): React.JSX.Element {
  const say = useWords(words);
  const fields = useCollectionFields();
  const { send, busy, refusals } = useSend(UpdateCollectionDocument, (data) => data.updateCollection, {
    inForm: true,
  });

  return (
    <EditDialog
      title={say("edit")}
      fields={fields}
      current={{ version: collection.version, values: valuesOf(collection) }}
      action={say("save")}
      busy={busy}
      refusals={refusals}
      onSend={(values, expectedVersion) => {
        const input = { id: collection.id, expectedVersion, ...inputOf(values) };
        void send({ input }).then((sent) => {
          if (sent) onClose();
        });
      }}
      onClose={onClose}
    />
  );
}
