import { ArrowLeft, Trash2, Undo2, X } from "lucide-react";
import { useMemo, useState } from "react";
import { useMutation } from "urql";

import { usePages } from "../../client/pages";
import { useRefusalText } from "../../client/refusals";
import type { RefusalFragment } from "../../client/refusal.generated";
import { useMay } from "../../session/account";
import { Button, ButtonLink } from "../../ui/button";
import { useConfirm } from "../../ui/confirm";
import { Empty } from "../../ui/empty";
import { useFocusBack } from "../../ui/focus-back";
import { Page } from "../../ui/page";
import { placeOf } from "../../ui/pictures/bulk";
import { type GridItem, ImageGrid } from "../../ui/pictures/image-grid";
import { nameOf } from "../../ui/pictures/picture";
import type { PictureFragment } from "../../ui/pictures/picture.generated";
import { useSelection } from "../../ui/pictures/selection";
import { Loading, Problem, useProblemText } from "../../ui/problem";
import { notify } from "../../ui/toasts";
import { useFormats } from "../../words/formats";
import { useWords } from "../../words/words";
import { LibraryPurgeDocument, LibraryRestoreDocument } from "./bulk.generated";
import { LibraryTrashDocument } from "./library.generated";
import styles from "./library.module.css";
import { words } from "./words";

const BATCH = 100;

/** What was deleted, and until when it can be had back. */
export function Trash(): React.JSX.Element {
  const say = useWords(words);
  const format = useFormats();
  const confirm = useConfirm();
  const refusalText = useRefusalText();
  const problemText = useProblemText();
  const mayPurge = useMay("PURGE_IMAGES");
  const selection = useSelection();
  const [isBusy, setBusy] = useState(false);
  const [, restore] = useMutation(LibraryRestoreDocument);
  const [, purge] = useMutation(LibraryPurgeDocument);
  const { rows, loading, hasMore, error, more, reload } = usePages({
    query: LibraryTrashDocument,
    variables: (paging) => paging,
    connection: (data) => data.trashedImages,
    first: 50,
  });
  const items = useMemo<GridItem[]>(
    () => rows.map(({ image }) => ({ id: image.id, picture: image })),
    [rows],
  );
  const byId = useMemo(() => new Map(rows.map((row) => [row.image.id, row])), [rows]);
  const chosen = [...selection.ids];
  useFocusBack(chosen.length > 0);

  /** Batch by batch; tells who was refused, by name. */
  async function all(
    step: (ids: string[]) => Promise<{ failed?: string | undefined; refusals: readonly RefusalFragment[] }>,
    done: (count: number) => string,
  ): Promise<void> {
    setBusy(true);
    let count = 0;
    for (let at = 0; at < chosen.length; at += BATCH) {
      const ids = chosen.slice(at, at + BATCH);
      // oxlint-disable-next-line no-await-in-loop -- batch by batch
      const { failed, refusals } = await step(ids);
      if (failed !== undefined) {
        notify(failed, "bad");
        break;
      }
      for (const refusal of refusals) {
        const row = byId.get(ids[placeOf(refusal)] ?? "");
        notify(`${row ? `${nameOf(row.image)}: ` : ""}${refusalText(refusal)}`, "bad");
      }
      count += ids.length - refusals.length;
    }
    setBusy(false);
    if (count > 0) notify(done(count));
    selection.clear();
    reload();
  }

  function restoreAll(): Promise<void> {
    return all(
      async (ids) => {
        const { data, error: failed } = await restore({ input: { ids } });
        return { failed: failed && problemText(failed), refusals: data?.restoreImages.userErrors ?? [] };
      },
      (count) => say("restored", { count }),
    );
  }

  async function purgeAll(): Promise<void> {
    const count = chosen.length;
    const names = chosen.slice(0, 5).map((id) => nameOf(byId.get(id)?.image ?? { title: null, fileName: id }));
    const text = say("purge.text", { names: names.join(", "), more: Math.max(0, count - 5) });
    const yes = await confirm({
      title: say("purge.title", { count }),
      text,
      action: say("purge.action", { count }),
      danger: true,
    });
    if (!yes) return;
    await all(
      async (ids) => {
        const { data, error: failed } = await purge({ input: { ids } });
        return { failed: failed && problemText(failed), refusals: data?.purgeImages.userErrors ?? [] };
      },
      (purged) => say("purged", { count: purged }),
    );
  }

  function about({ id }: PictureFragment): React.ReactNode {
    const row = byId.get(id);
    return row && <span className={styles["until"]}>{say("trash.until", { when: format.ago(row.purgeAt) })}</span>;
  }

  return (
    <Page
      title={say("trash")}
      lead={say("trash.lead")}
      actions={
        <ButtonLink to="/library" activeOptions={{ exact: true }} kind="quiet">
          <ArrowLeft aria-hidden="true" size={18} />
          {say("trash.back")}
        </ButtonLink>
      }
    >
      {items.length > 0 && (
        <ImageGrid
          label={say("trash")}
          items={items}
          selection={selection}
          onShow={(_, last) => last > items.length - 20 && hasMore && more()}
          onOpen={selection.toggle}
          about={about}
        />
      )}
      {error && <Problem error={error} onRetry={reload} />}
      {loading && <Loading />}
      {!loading && !error && items.length === 0 && (
        <Empty icon={<Trash2 />} title={say("trash.empty")}>
          {say("trash.empty.text")}
        </Empty>
      )}
      <div role="status" className="visually-hidden">
        {chosen.length > 0 && say("chosen", { count: chosen.length })}
      </div>
      {chosen.length > 0 && (
        <div role="toolbar" aria-label={say("bar")} data-foot-bar className={styles["bar"]}>
          <span className={styles["barCount"]}>{say("chosen", { count: chosen.length })}</span>
          <Button small kind="primary" isDisabled={isBusy} onPress={() => void restoreAll()}>
            <Undo2 aria-hidden="true" size={16} />
            {say("restore")}
          </Button>
          {mayPurge && (
            <Button small kind="danger" isDisabled={isBusy} onPress={() => void purgeAll()}>
              <Trash2 aria-hidden="true" size={16} />
              {say("purge")}
            </Button>
          )}
          <Button kind="quiet" small square aria-label={say("chosen.clear")} onPress={selection.clear}>
            <X aria-hidden="true" size={18} />
          </Button>
        </div>
      )}
    </Page>
  );
}
