import {
  Check,
  Download,
  FolderPlus,
  Layers,
  PenLine,
  Sparkles,
  Trash2,
  Undo2,
  X,
  type LucideIcon,
} from "lucide-react";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { useMutation } from "urql";

import { useRefusalText } from "../../client/refusals";
import type { Permission } from "../../generated/schema";
import { useMay } from "../../session/account";
import { Button } from "../../ui/button";
import { useFocusBack } from "../../ui/focus-back";
import { useProblemText } from "../../ui/problem";
import { notify } from "../../ui/toasts";
import { useWords } from "../../words/words";
import { LibraryRestoreDocument } from "./bulk.generated";
import type { Images } from "./images";
import styles from "./library.module.css";
import type { Choosing } from "./whole/choosing";
import { isOver, type Whole } from "./whole/whole";
import { words } from "./words";

/** What can be done with many at once. */
export type Act = "approve" | "reject" | "edit" | "move" | "collect" | "download" | "analyse" | "delete";

const ACTS: readonly { readonly act: Act; readonly icon: LucideIcon; readonly needs: Permission }[] = [
  { act: "approve", icon: Check, needs: "REVIEW_IMAGES" },
  { act: "reject", icon: X, needs: "REVIEW_IMAGES" },
  { act: "edit", icon: PenLine, needs: "EDIT_IMAGES" },
  { act: "move", icon: Layers, needs: "EDIT_IMAGES" },
  { act: "collect", icon: FolderPlus, needs: "EDIT_IMAGES" },
  { act: "analyse", icon: Sparkles, needs: "EDIT_IMAGES" },
  { act: "download", icon: Download, needs: "READ_LIBRARY" },
  { act: "delete", icon: Trash2, needs: "DELETE_IMAGES" },
];

const Acts = lazy(() => import("./acts").then(({ Acts: component }) => ({ default: component })));

interface Props {
  readonly choosing: Choosing;
  readonly images: Images;
  readonly whole: Whole;
  /** What a key has asked for. */
  readonly asked: Act | null;
  readonly onAsked: () => void;
}

/** At the foot of the window: how many are chosen, and what can be done with them. */
export function Bar({ choosing, images, whole, asked, onAsked }: Props): React.JSX.Element | null {
  const say = useWords(words);
  const { selection, isWhole } = choosing;
  const chosen = useChosenText(choosing, whole);
  const [act, setAct] = useState<Act | null>(null);
  const [deleted, setDeleted] = useState<readonly string[]>([]);
  const ids = useMemo(() => [...selection.ids], [selection.ids]);
  const open = act ?? asked;
  useFocusBack(ids.length > 0);
  useFocusBack(deleted.length > 0);

  // What is chosen anew ends the chance to take back what was deleted before.
  useEffect(() => {
    if (ids.length > 0) setDeleted([]);
  }, [ids.length]);

  function close(): void {
    setAct(null);
    onAsked();
  }

  return (
    <>
      <div role="status" className="visually-hidden">
        {ids.length > 0 && chosen}
      </div>
      {ids.length > 0 && (
        <div role="toolbar" aria-label={say("bar")} data-foot-bar className={styles["bar"]}>
          <span className={styles["barCount"]}>{chosen}</span>
          <More choosing={choosing} images={images} whole={whole} />
          <div className={styles["acts"]}>
            {ACTS.map((one) => (
              <ActButton key={one.act} {...one} onPress={() => setAct(one.act)} />
            ))}
          </div>
          <Button kind="quiet" small square aria-label={say("chosen.clear")} onPress={selection.clear}>
            <X aria-hidden="true" size={18} />
          </Button>
        </div>
      )}
      {deleted.length > 0 && ids.length === 0 && (
        <Undo
          ids={deleted}
          onEnd={(restored) => {
            setDeleted([]);
            if (restored) images.reload();
          }}
        />
      )}
      {open !== null && ids.length > 0 && (
        <Suspense fallback={null}>
          <Acts
            act={open}
            ids={ids}
            whole={isWhole ? whole : null}
            onClose={close}
            onDeleted={(gone) => {
              images.list.drop(gone);
              selection.drop(gone);
              setDeleted(gone);
              // There may be others that were not read yet.
              if (isWhole) images.reload();
            }}
          />
        </Suspense>
      )}
    </>
  );
}

function useChosenText({ selection, isWhole }: Choosing, { count }: Whole): string {
  const say = useWords(words);
  const all = Math.max(count ?? 0, selection.ids.size);
  if (isWhole) return say("chosen.all", { count: all, more: isOver(all) ? "yes" : "no" });
  return say("chosen", { count: selection.ids.size });
}

/** Leads from some to all that are shown, and from those to all that match. */
function More({ choosing, images, whole }: Pick<Props, "choosing" | "images" | "whole">): React.JSX.Element | null {
  const say = useWords(words);
  const { selection, isWhole, chooseWhole } = choosing;
  const { items, hasMore } = images;
  const count = whole.count ?? items.length;
  if (isWhole) return null;
  if (selection.ids.size < items.length) {
    return (
      <Button kind="quiet" small onPress={() => selection.all(items.map(({ id }) => id))}>
        {say("chosen.loaded", { count: items.length })}
      </Button>
    );
  }
  if (!hasMore) return null;
  return (
    <Button kind="quiet" small onPress={chooseWhole}>
      {say("chosen.whole", { count, more: isOver(count) ? "yes" : "no" })}
    </Button>
  );
}

function ActButton({
  act,
  icon: Icon,
  needs,
  onPress,
}: (typeof ACTS)[number] & { readonly onPress: () => void }): React.JSX.Element | null {
  const say = useWords(words);
  if (!useMay(needs)) return null;
  return (
    <Button small kind={act === "approve" ? "primary" : "plain"} onPress={onPress}>
      <Icon aria-hidden="true" size={16} />
      {say(`act.${act}`)}
    </Button>
  );
}

/** What was deleted can be had back for as long as nobody does something else. */
function Undo({
  ids,
  onEnd,
}: {
  readonly ids: readonly string[];
  readonly onEnd: (restored: boolean) => void;
}): React.JSX.Element {
  const say = useWords(words);
  const text = useRefusalText();
  const problem = useProblemText();
  const [{ fetching }, restore] = useMutation(LibraryRestoreDocument);

  async function undo(): Promise<void> {
    for (let at = 0; at < ids.length; at += 100) {
      // oxlint-disable-next-line no-await-in-loop -- batch by batch
      const { data, error } = await restore({ input: { ids: ids.slice(at, at + 100) } });
      if (error) {
        notify(problem(error), "bad");
        return;
      }
      for (const refusal of data?.restoreImages.userErrors ?? []) notify(text(refusal), "bad");
    }
    notify(say("restored", { count: ids.length }));
    onEnd(true);
  }

  return (
    <div role="status" data-foot-bar className={styles["bar"]}>
      <span className={styles["barCount"]}>{say("deleted", { count: ids.length })}</span>
      <Button small kind="primary" isDisabled={fetching} onPress={() => void undo()}>
        <Undo2 aria-hidden="true" size={16} />
        {say("undo")}
      </Button>
      <Button kind="quiet" small square aria-label={say("undo.close")} onPress={() => onEnd(false)}>
        <X aria-hidden="true" size={18} />
      </Button>
    </div>
  );
}
