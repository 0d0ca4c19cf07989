import { Trash2 } from "lucide-react";
import { useMutation, useQuery } from "urql";

import { useMay } from "../../session/account";
import { Button, ButtonLink } from "../../ui/button";
import { Empty } from "../../ui/empty";
import { Page } from "../../ui/page";
import { useFormats } from "../../words/formats";
import { useWords } from "../../words/words";
import { useAct } from "./act";
import { ImageRestoreDocument, ImageTrashDocument } from "./image.generated";
import { words } from "./words";

interface Props {
  readonly id: string;
  /** Whether it was deleted here, a moment ago. */
  readonly known: boolean;
  readonly onRestored: () => void;
}

/** Where there is no picture (any more), and the way back for what is in the trash. */
export function Gone({ id, known, onRestored }: Props): React.JSX.Element {
  const say = useWords(words);
  const act = useAct();
  const { date } = useFormats();
  const may = useMay("DELETE_IMAGES");
  const [{ data }] = useQuery({
    query: ImageTrashDocument,
    pause: !may,
    requestPolicy: "network-only",
  });
  const [{ fetching }, restore] = useMutation(ImageRestoreDocument);
  const found = data?.trashedImages.nodes.find(({ image }) => image.id === id);
  const isInTrash = known || found !== undefined;

  async function bringBack(): Promise<void> {
    const done = await act(
      restore({ id }),
      (told) => told.restoreImages.userErrors,
      say("restore.done"),
    );
    if (done) onRestored();
  }

  return (
    <Page title={found?.image.fileName ?? say("title")}>
      <Empty
        icon={<Trash2 />}
        title={say(isInTrash ? "gone.trash" : "gone.title")}
        action={
          isInTrash && may ? (
            <Button kind="primary" isDisabled={fetching} onPress={() => void bringBack()}>
              {say("restore")}
            </Button>
          ) : (
            <ButtonLink to="/library">{say("toLibrary")}</ButtonLink>
          )
        }
      >
        {found ? say("gone.until", { date: date(found.purgeAt) }) : say("gone.text")}
      </Empty>
    </Page>
  );
}
