import { RefreshCw, Trash2 } from "lucide-react";
import { useMutation } from "urql";

import { useMay } from "../../session/account";
import { Button } from "../../ui/button";
import { useConfirm } from "../../ui/confirm";
import { type Copied, CopyMenu } from "../../ui/copy-menu";
import { useWords } from "../../words/words";
import { useAct } from "./act";
import { ImageDeleteDocument, ImageReprocessDocument, type ImageWholeFragment } from "./image.generated";
import { words } from "./words";

interface Props {
  readonly image: ImageWholeFragment;
  readonly onDeleted: () => void;
}

/** What is done to the picture as a whole. */
export function Actions({ image, onDeleted }: Props): React.JSX.Element {
  const say = useWords(words);
  const act = useAct();
  const confirm = useConfirm();
  const mayDelete = useMay("DELETE_IMAGES");
  const mayImport = useMay("IMPORT_IMAGES");
  const [deleting, remove] = useMutation(ImageDeleteDocument);
  const [processing, reprocess] = useMutation(ImageReprocessDocument);
  const { id } = image;

  async function deleteIt(): Promise<void> {
    const question = {
      title: say("delete.title", { name: image.fileName }),
      text: say(image.publication ? "delete.public" : "delete.text"),
      action: say("delete"),
      danger: true,
    };
    if (!(await confirm(question))) return;
    const done = await act(
      remove({ id }),
      (told) => told.deleteImages.userErrors,
      say("delete.done"),
    );
    if (done) onDeleted();
  }

  return (
    <>
      <CopyMenu of={useCopied(image)} />
      {mayImport && image.state === "READY" && (
        <Button
          isDisabled={processing.fetching}
          onPress={() =>
            void act(
              reprocess({ id }),
              (told) => told.reprocessImages.userErrors,
              say("reprocess.done"),
            )
          }
        >
          <RefreshCw aria-hidden="true" size={16} />
          {say("reprocess")}
        </Button>
      )}
      {mayDelete && (
        <Button isDisabled={deleting.fetching} onPress={() => void deleteIt()}>
          <Trash2 aria-hidden="true" size={16} />
          {say("delete")}
        </Button>
      )}
    </>
  );
}

/** What others ask for when they mean this picture. */
function useCopied({ id, fileName, productCode, publication }: ImageWholeFragment): Copied[] {
  const say = useWords(words);
  const shown = publication?.renditions.toSorted((one, other) => other.width - one.width)[0];
  return [
    { name: say("copy.page"), text: new URL(`/images/${encodeURIComponent(id)}`, location.origin).href },
    ...(shown ? [{ name: say("copy.public"), text: new URL(shown.url, location.origin).href }] : []),
    ...(productCode === null ? [] : [{ name: say("field.productCode"), text: productCode }]),
    { name: say("field.fileName"), text: fileName },
    { name: say("copy.id"), text: id },
  ];
}
