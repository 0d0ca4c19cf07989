import { createContext, use, useState } from "react";
import { useClient } from "urql";

import type { RefusalFragment } from "../../../client/refusal.generated";
import { useRefusalText } from "../../../client/refusals";
import { useMay } from "../../../session/account";
import { useProblemText } from "../../../ui/problem";
import { notify } from "../../../ui/toasts";
import { useWords } from "../../../words/words";
import { ImageEditDocument, ImagePageDocument, type ImageWholeFragment } from "../image.generated";
import { words } from "../words";
import { editOf, same, type Value, type Values, valuesOf } from "./values";

/** What somebody else changed meanwhile, in fields that were changed here, too. */
export interface Clash {
  readonly theirs: ImageWholeFragment;
  readonly keys: readonly string[];
}

/** One form over all parts of the page: changes wait until they are saved together. */
export interface Editing {
  readonly image: ImageWholeFragment;
  readonly mayEdit: boolean;
  readonly value: (key: string) => Value | undefined;
  readonly set: (key: string, value: Value) => void;
  readonly isChanged: (key: string) => boolean;
  readonly changed: Values;
  readonly busy: boolean;
  readonly refusals: readonly RefusalFragment[];
  readonly clash: Clash | null;
  readonly save: () => Promise<void>;
  readonly discard: () => void;
  /** Ends a clash: what is named is let go, everything else is saved over theirs. */
  readonly settle: (letGo: readonly string[]) => Promise<void>;
  readonly postpone: () => void;
}

interface Draft {
  /** The picture as it was when the first field was changed. */
  readonly seen: ImageWholeFragment;
  readonly changed: Values;
}

const EditingContext = createContext<Editing | null>(null);
export const EditingProvider = EditingContext.Provider;

export function useEditing(): Editing {
  const editing = use(EditingContext);
  if (editing === null) throw new Error("There is no EditingProvider above.");
  return editing;
}

/** How often others may be faster before a person is told to try again. */
const ROUNDS = 3;

/** Holds what was changed on the page and saves it, whoever else changes the picture meanwhile. */
export function useDraft(image: ImageWholeFragment): Editing {
  const client = useClient();
  const say = useWords(words);
  const refusalText = useRefusalText();
  const problemText = useProblemText();
  const mayEdit = useMay("EDIT_IMAGES");
  const [draft, setDraft] = useState<Draft | null>(null);
  const [busy, setBusy] = useState(false);
  const [refusals, setRefusals] = useState<readonly RefusalFragment[]>([]);
  const [clash, setClash] = useState<Clash | null>(null);
  const changed = draft?.changed ?? {};
  const now = valuesOf(image);

  function set(key: string, value: Value): void {
    setDraft((before) => {
      const seen = before?.seen ?? image;
      const { [key]: _, ...others } = before?.changed ?? {};
      return draftOf(seen, same(valuesOf(seen)[key], value) ? others : { ...others, [key]: value });
    });
  }

  function discard(): void {
    setDraft(null);
    setRefusals([]);
    setClash(null);
  }

  async function send({ seen, changed: mine }: Draft, round = 1): Promise<void> {
    const edit = editOf(seen.id, seen.version, mine, valuesOf(seen));
    const { data, error } = await client.mutation(ImageEditDocument, { edit }).toPromise();
    if (error) return notify(problemText(error), "bad");
    const refused = data?.updateImages.userErrors ?? [];
    if (refused.some(({ code }) => code === "CONFLICT")) return meet({ seen, changed: mine }, round);
    setRefusals(refused);
    const [first] = refused;
    if (first) return notify(refusalText(first), "bad");
    const saved = data?.updateImages.images[0] ?? seen;
    // What was written while it was on its way is not saved yet.
    setDraft((before) => draftOf(saved, before && without(before.changed, mine)));
    setClash(null);
    notify(say("edit.saved"));
  }

  /** Somebody was faster: without a field in common both stand, else a person chooses. */
  async function meet({ seen, changed: mine }: Draft, round: number): Promise<void> {
    const asked = client.query(
      ImagePageDocument,
      { id: seen.id },
      { requestPolicy: "network-only" },
    );
    const { data, error } = await asked.toPromise();
    if (error) return notify(problemText(error), "bad");
    const theirs = data?.image;
    if (!theirs) return notify(say("gone.title"), "bad");
    const [before, since] = [valuesOf(seen), valuesOf(theirs)];
    const keys = Object.keys(mine).filter(
      (key) => !same(before[key], since[key]) && !same(mine[key], since[key]),
    );
    if (keys.length === 0 && round < ROUNDS) return send({ seen: theirs, changed: mine }, round + 1);
    if (keys.length === 0) return notify(say("edit.tooBusy"), "bad");
    setClash({ theirs, keys });
  }

  async function whileBusy(work: Promise<void>): Promise<void> {
    setBusy(true);
    await work.finally(() => setBusy(false));
  }

  async function settle(letGo: readonly string[]): Promise<void> {
    if (clash === null) return;
    const kept = Object.entries(changed).filter(([key]) => !letGo.includes(key));
    const next = { seen: clash.theirs, changed: Object.fromEntries(kept) };
    setClash(null);
    if (kept.length === 0) return discard();
    setDraft(next);
    await whileBusy(send(next));
  }

  return {
    image,
    mayEdit,
    value: (key) => (key in changed ? changed[key] : now[key]),
    set,
    isChanged: (key) => key in changed,
    changed,
    busy,
    refusals,
    clash,
    save: async () => (draft === null ? undefined : whileBusy(send(draft))),
    discard,
    settle,
    postpone: () => setClash(null),
  };
}

/** Null where nothing is changed. */
function draftOf(seen: ImageWholeFragment, changed: Values | null): Draft | null {
  return changed === null || Object.keys(changed).length === 0 ? null : { seen, changed };
}

/** What is changed otherwise than it was sent. */
function without(changed: Values, sent: Values): Values {
  const others = Object.entries(changed).filter(([key, value]) => !(key in sent && same(sent[key], value)));
  return Object.fromEntries(others);
}
