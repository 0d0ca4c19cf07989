import { useNavigate, useParams } from "@tanstack/react-router";
import { Package, Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useQuery } from "urql";

import { useSend } from "../../client/send";
import type { ProductImages } from "../../generated/schema";
import { useIsAtLeast } from "../../session/account";
import { AbsentPage } from "../../ui/absent-page";
import { CopyArranged } from "../../ui/arranging/copy-arranged";
import { EditDialog } from "../../ui/arranging/edit-dialog";
import { arrangingWords } from "../../ui/arranging/words";
import { Button } from "../../ui/button";
import { useConfirm } from "../../ui/confirm";
import { Page } from "../../ui/page";
import { notify } from "../../ui/toasts";
import { useWords } from "../../words/words";
import { ProductPictures } from "./pictures";
import {
  DeleteProductDocument,
  ProductDocument,
  type ProductFactsFragment,
  type ProductQuery,
  UpdateProductDocument,
} from "./products.generated";
import { words } from "./words";

type Product = NonNullable<ProductQuery["libraryProduct"]>;
type Open = "edit" | "add" | null;

export function ProductPage(): React.JSX.Element {
  const { code } = useParams({ from: "/signed-in/products/$code" });
  const say = useWords(words);
  const [{ data, error }, read] = useQuery({ query: ProductDocument, variables: { code } });
  const again = (): void => read({ requestPolicy: "network-only" });
  if (data?.libraryProduct) return <OneProduct key={code} product={data.libraryProduct} again={again} />;
  return (
    <AbsentPage
      title={say("title")}
      error={error}
      onRetry={again}
      isGone={data !== undefined}
      gone={{ icon: <Package />, title: say("gone"), to: "/products", back: say("back") }}
    />
  );
}

interface Props {
  readonly product: Product;
  readonly again: () => void;
}

function OneProduct({ product, again }: Props): React.JSX.Element {
  const sayArranging = useWords(arrangingWords);
  const [open, setOpen] = useState<Open>(null);
  const close = (): void => setOpen(null);
  const facts = [product.name, sayArranging("count.images", { count: product.imageCount })];
  return (
    <Page
      title={product.code}
      lead={facts.filter((one) => one !== null).join(" · ")}
      actions={<Actions product={product} onOpen={setOpen} />}
    >
      <ProductPictures code={product.code} isAdding={open === "add"} onAdded={close} onChanged={again} />
      {open === "edit" && <EditProduct product={product} onClose={close} />}
    </Page>
  );
}

interface ActionsProps {
  readonly product: Product;
  readonly onOpen: (what: Open) => void;
}

function Actions({ product, onOpen }: ActionsProps): React.JSX.Element {
  const say = useWords(words);
  const confirm = useConfirm();
  const navigate = useNavigate();
  const canEdit = useIsAtLeast("IMPORTER");
  const canDelete = useIsAtLeast("REVIEWER");
  const { send, busy } = useSend(DeleteProductDocument, (data) => data.deleteProduct);

  async function remove(): Promise<void> {
    const { id, code, imageCount: count } = product;
    const title = say("delete.title", { code });
    if (!(await confirm({ title, text: say("delete.text", { count }), action: say("delete"), danger: true }))) return;
    // Whoever read that it is empty has not agreed to more.
    const images: ProductImages = count > 0 ? "KEEP" : "REFUSE";
    if (!(await send({ input: { id, images } }))) return;
    notify(say("delete.done", { code }));
    await navigate({ to: "/products" });
  }

  return (
    <>
      {canEdit && (
        <Button kind="primary" onPress={() => onOpen("add")}>
          <Plus aria-hidden="true" size={18} />
          {say("add")}
        </Button>
      )}
      {canEdit && (
        <Button onPress={() => onOpen("edit")}>
          <Pencil aria-hidden="true" size={16} />
          {say("edit")}
        </Button>
      )}
      <CopyArranged
        page={`/products/${encodeURIComponent(product.code)}`}
        id={product.id}
        field={`libraryProduct(code: ${JSON.stringify(product.code)})`}
        more={[{ name: say("code"), text: product.code }]}
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

function EditProduct({
  product,
  onClose,
}: {
  readonly product: ProductFactsFragment;
  readonly onClose: () => void;
}): React.JSX.Element {
  const say = useWords(words);
  const { send, busy, refusals } = useSend(UpdateProductDocument, (data) => data.updateProduct, {
    inForm: true,
  });

  return (
    <EditDialog
      title={say("edit")}
      fields={[{ name: "name", label: say("name") }]}
      current={{ version: product.version, values: { name: product.name ?? "" } }}
      action={say("save")}
      busy={busy}
      refusals={refusals}
      onSend={({ name }, expectedVersion) =>
        void send({ input: { id: product.id, expectedVersion, name: name || null } }).then((sent) => {
          if (sent) onClose();
        })
      }
      onClose={onClose}
    />
  );
}
