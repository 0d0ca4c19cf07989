import { lazy, Suspense, useCallback, useState } from "react";
import { useMutation } from "urql";

import type { BulkPictureFragment } from "../../ui/pictures/bulk.generated";
import type { BatchAnswer, BulkOutcome } from "../../ui/pictures/bulk";
import { BulkDialog, type Effect } from "../../ui/pictures/bulk-dialog";
import { Field } from "../../ui/field";
import { REASONS } from "../../ui/reasons";
import { Select } from "../../ui/select";
import { notify } from "../../ui/toasts";
import { uiWords } from "../../ui/words";
import type { AnalysisKind, ReviewReason } from "../../generated/schema";
import { useLanguage, useWords } from "../../words/words";
import type { Act } from "./bar";
import {
  LibraryAnalyseDocument,
  LibraryApproveDocument,
  LibraryDeleteDocument,
  LibraryRejectDocument,
} from "./bulk.generated";
import { LOCALES, useLocaleNames } from "./locales";
import { Gather } from "./whole/gather";
import type { Whole } from "./whole/whole";
import { words } from "./words";

const Edit = lazy(() => import("./edit").then(({ Edit: component }) => ({ default: component })));
const Move = lazy(() => import("./place").then(({ Move: component }) => ({ default: component })));
const Collect = lazy(() => import("./place").then(({ Collect: component }) => ({ default: component })));
const Archive = lazy(() => import("./archive").then(({ Archive: component }) => ({ default: component })));

/** What every change of many is given. */
export interface ActProps {
  readonly ids: readonly string[];
  /** All that match are meant, whatever `ids` says; null where those of `ids` are. */
  readonly whole: Whole | null;
  readonly onClose: () => void;
}

interface Props extends ActProps {
  readonly act: Act;
  readonly onDeleted: (ids: readonly string[]) => void;
}

/** What the API does with all that a filter finds. */
const BY_FILTER: ReadonlySet<Act> = new Set(["edit", "move", "collect"]);
/** Everything else goes by ids, in batches, and one archive takes so many. */
const MOST = 2000;
const MOST_PACKED = 250;

/** The window in which something is done with all that are chosen. */
export function Acts(props: Props): React.JSX.Element {
  const { act, whole, onClose } = props;
  const say = useWords(words);
  if (whole === null || BY_FILTER.has(act)) return <OneAct {...props} />;
  const title = act === "download" ? say("archive.title") : say(`${act as "approve"}.title`);
  return (
    <Gather title={title} whole={whole} most={act === "download" ? MOST_PACKED : MOST} onClose={onClose}>
      {(ids) => <OneAct {...props} ids={ids} whole={null} />}
    </Gather>
  );
}

function OneAct({ act, onDeleted, ...props }: Props): React.JSX.Element {
  return (
    <Suspense fallback={null}>
      {act === "approve" && <Approve {...props} />}
      {act === "reject" && <Reject {...props} />}
      {act === "edit" && <Edit {...props} />}
      {act === "move" && <Move {...props} />}
      {act === "collect" && <Collect {...props} />}
      {act === "analyse" && <Analyse {...props} />}
      {act === "download" && <Archive {...props} />}
      {act === "delete" && <Delete {...props} onDeleted={onDeleted} />}
    </Suspense>
  );
}

/** Says how many were changed. */
export function useDone(): (outcome: BulkOutcome) => void {
  const say = useWords(words);
  return ({ done }) => {
    if (done.length > 0) notify(say("done", { count: done.length }));
  };
}

/** Approving and rejecting are for what waits for a decision. */
function useDecision(after: "APPROVED" | "REJECTED"): (picture: BulkPictureFragment) => Effect {
  const say = useWords(words);
  const ui = useWords(uiWords);
  const language = useLanguage();
  return useCallback(
    ({ state, review }) => {
      if (state !== "READY") return { changes: [], skipped: say("skip.notReady") };
      if (review.state !== "PENDING") {
        return { changes: [], skipped: say("skip.decided", { state: ui(`state.${review.state}`) }) };
      }
      return { changes: [{ before: ui("state.PENDING"), after: ui(`state.${after}`) }] };
    },
    // eslint-disable-next-line react-hooks/exhaustive-deps -- words change with the language alone
    [after, language],
  );
}

function decisionsOf(pictures: readonly BulkPictureFragment[]): { id: string; expectedVersion: number }[] {
  return pictures.map(({ id, version }) => ({ id, expectedVersion: version }));
}

function Approve(props: ActProps): React.JSX.Element {
  const say = useWords(words);
  const [, approve] = useMutation(LibraryApproveDocument);
  return (
    <BulkDialog
      {...props}
      title={say("approve.title")}
      effect={useDecision("APPROVED")}
      action={(count) => say("approve.action", { count })}
      run={async (pictures): Promise<BatchAnswer> => {
        const { data, error } = await approve({ input: { decisions: decisionsOf(pictures) } });
        return { error, refusals: data?.approveImages.userErrors ?? [] };
      }}
      onDone={useDone()}
    />
  );
}

function Reject(props: ActProps): React.JSX.Element {
  const say = useWords(words);
  const [reason, setReason] = useState<ReviewReason>("QUALITY");
  const [note, setNote] = useState("");
  const [, reject] = useMutation(LibraryRejectDocument);
  return (
    <BulkDialog
      {...props}
      title={say("reject.title")}
      form={
        <>
          <Select<ReviewReason>
            label={say("reject.reason")}
            options={REASONS.map((value) => ({ value, label: say(`reason.${value}`) }))}
            value={reason}
            onChange={setReason}
          />
          <Field
            label={say("reject.note")}
            hint={say("reject.noteHint")}
            lines={2}
            maxLength={2000}
            value={note}
            onChange={setNote}
          />
        </>
      }
      effect={useDecision("REJECTED")}
      action={(count) => say("reject.action", { count })}
      danger
      run={async (pictures): Promise<BatchAnswer> => {
        const input = { decisions: decisionsOf(pictures), reason, note: note.trim() || null };
        const { data, error } = await reject({ input });
        return { error, refusals: data?.rejectImages.userErrors ?? [] };
      }}
      onDone={useDone()}
    />
  );
}

const KINDS = ["ALT_TEXT", "DESCRIPTION", "KEYWORDS"] as const satisfies readonly AnalysisKind[];

function Analyse(props: ActProps): React.JSX.Element {
  const say = useWords(words);
  const language = useLanguage();
  const localeName = useLocaleNames();
  const [kind, setKind] = useState<AnalysisKind>("ALT_TEXT");
  const [locale, setLocale] = useState<string>(language);
  const [, analyse] = useMutation(LibraryAnalyseDocument);
  const effect = useCallback(
    ({ state }: BulkPictureFragment): Effect =>
      state === "READY"
        ? { changes: [{ what: say(`kind.${kind as "ALT_TEXT"}`), before: "", after: say("analyse.suggestion") }] }
        : { changes: [], skipped: say("skip.notReady") },
    // eslint-disable-next-line react-hooks/exhaustive-deps -- words change with the language alone
    [kind, language],
  );
  return (
    <BulkDialog
      {...props}
      title={say("analyse.title")}
      form={
        <>
          <Select<AnalysisKind>
            label={say("analyse.kind")}
            options={KINDS.map((value) => ({ value, label: say(`kind.${value}`) }))}
            value={kind}
            onChange={setKind}
          />
          <Select
            label={say("locale")}
            options={LOCALES.map((value) => ({ value, label: localeName(value) }))}
            value={locale}
            onChange={setLocale}
          />
        </>
      }
      effect={effect}
      action={(count) => say("analyse.action", { count })}
      run={async (pictures): Promise<BatchAnswer> => {
        const input = { ids: pictures.map(({ id }) => id), kind, locale };
        const { data, error } = await analyse({ input });
        return { error, refusals: data?.analyzeImages.userErrors ?? [] };
      }}
      onDone={({ done }) => done.length > 0 && notify(say("analyse.done", { count: done.length }))}
    />
  );
}

function Delete({ onDeleted, ...props }: ActProps & Pick<Props, "onDeleted">): React.JSX.Element {
  const say = useWords(words);
  const ui = useWords(uiWords);
  const language = useLanguage();
  const [, remove] = useMutation(LibraryDeleteDocument);
  const effect = useCallback(
    ({ review }: BulkPictureFragment): Effect => ({
      changes: [{ before: ui(`state.${review.state}`), after: say("delete.inTrash") }],
    }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- words change with the language alone
    [language],
  );
  return (
    <BulkDialog
      {...props}
      title={say("delete.title")}
      form={<p>{say("delete.text")}</p>}
      effect={effect}
      action={(count) => say("delete.action", { count })}
      danger
      run={async (pictures): Promise<BatchAnswer> => {
        const { data, error } = await remove({ input: { ids: pictures.map(({ id }) => id) } });
        return { error, refusals: data?.deleteImages.userErrors ?? [] };
      }}
      onDone={({ done }) => done.length > 0 && onDeleted(done.map(({ id }) => id))}
    />
  );
}
