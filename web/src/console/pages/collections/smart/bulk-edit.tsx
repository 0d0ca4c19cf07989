import { useEffect, useState } from "react";
import { useQuery } from "urql";

import { useSend } from "../../../client/send";
import type { ImagesEditInput, ImagesWhere } from "../../../generated/schema";
import { useGroups } from "../../../ui/arranging/groups";
import { arrangingWords } from "../../../ui/arranging/words";
import { Button } from "../../../ui/button";
import { Dialog, DialogButtons } from "../../../ui/dialog";
import { Field } from "../../../ui/field";
import { Form } from "../../../ui/form";
import { thumbOf } from "../../../ui/pictures/picture";
import type { PictureFragment } from "../../../ui/pictures/picture.generated";
import { Loading, Problem } from "../../../ui/problem";
import { Refusals, useFieldProblem } from "../../../ui/refusals";
import { Select } from "../../../ui/select";
import { Thumbnail } from "../../../ui/thumbnail";
import { uiWords } from "../../../ui/words";
import { useWords } from "../../../words/words";
import styles from "../collections.module.css";
import { words } from "../words";
import { BulkRun } from "./bulk-run";
import { isTooDeep, whereOf } from "./filter";
import { BulkEditWhereDocument, SmartFilterDocument } from "./smart.generated";

interface Props {
  readonly collection: { readonly id: string };
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

/** Edits all that a smart collection finds: first how many there are, then a job that can be stopped. */
export default function BulkEdit({ collection, onChanged, onClose }: Props): React.JSX.Element {
  const say = useWords(words);
  const [{ data, error, fetching }] = useQuery({
    query: SmartFilterDocument,
    variables: { id: collection.id },
    requestPolicy: "cache-and-network",
  });
  const [running, setRunning] = useState<string | null>(null);
  const saved = fetching ? undefined : data?.collection?.where;
  return (
    <Dialog title={say("bulk")} isOpen onClose={onClose}>
      {error && <Problem error={error} />}
      {!saved && !error && <Loading />}
      {saved && isTooDeep(saved) && <p>{say("filter.deep")}</p>}
      {running !== null && <BulkRun key={running} id={running} onRun={setRunning} onEnded={onChanged} onClose={onClose} />}
      {saved && !isTooDeep(saved) && running === null && (
        <Ask where={whereOf(saved)} onBegun={setRunning} onClose={onClose} />
      )}
    </Dialog>
  );
}

interface Draft {
  readonly add: string;
  readonly remove: string;
  readonly copyright: string;
  readonly description: string;
  readonly groupId: string;
}

const NOTHING: Draft = { add: "", remove: "", copyright: "", description: "", groupId: "" };

function editOf({ add, remove, copyright, description, groupId }: Draft): ImagesEditInput {
  return {
    addKeywords: keywordsOf(add),
    removeKeywords: keywordsOf(remove),
    ...(copyright.trim() !== "" && { copyrightNotice: copyright.trim() }),
    ...(description.trim() !== "" && { description: description.trim() }),
    ...(groupId !== "" && { groupId }),
  };
}

function keywordsOf(text: string): readonly string[] {
  return text
    .split(/[,;]/)
    .map((one) => one.trim())
    .filter((one) => one !== "");
}

interface AskProps {
  readonly where: ImagesWhere;
  readonly onBegun: (id: string) => void;
  readonly onClose: () => void;
}

function Ask({ where, onBegun, onClose }: AskProps): React.JSX.Element {
  const say = useWords(words);
  const sayUi = useWords(uiWords);
  const groups = useGroups();
  const [draft, setDraft] = useState(NOTHING);
  const [found, setFound] = useState<{ readonly count: number; readonly sample: readonly PictureFragment[] } | null>(null);
  const { send, busy, refusals } = useSend(BulkEditWhereDocument, (data) => data.updateImagesWhere, {
    inForm: true,
  });
  const problemAt = useFieldProblem(refusals);
  const set = (part: Partial<Draft>): void => {
    setDraft((before) => ({ ...before, ...part }));
    // What was counted was another edit.
    setFound(null);
  };

  async function submit(): Promise<void> {
    const edit = editOf(draft);
    if (found === null) {
      const sent = await send({ input: { where, edit, dryRun: true } });
      if (sent) setFound({ count: sent.count ?? 0, sample: sent.sample });
      return;
    }
    const sent = await send({ input: { where, edit, dryRun: false, expectedCount: found.count } });
    if (sent?.bulkEdit) onBegun(sent.bulkEdit.id);
    else setFound(null);
  }

  return (
    <Form onSubmit={() => void submit()}>
      <p>{say("bulk.lead")}</p>
      <Field
        label={say("bulk.add")}
        hint={say("bulk.comma")}
        value={draft.add}
        onChange={(add) => set({ add })}
        problem={problemAt("addKeywords")}
        autoFocus
      />
      <Field
        label={say("bulk.remove")}
        hint={say("bulk.comma")}
        value={draft.remove}
        onChange={(remove) => set({ remove })}
        problem={problemAt("removeKeywords")}
      />
      <Field
        label={say("bulk.description")}
        lines={2}
        value={draft.description}
        onChange={(description) => set({ description })}
        problem={problemAt("description")}
      />
      <Field
        label={say("bulk.copyright")}
        value={draft.copyright}
        onChange={(copyright) => set({ copyright })}
        problem={problemAt("copyrightNotice")}
      />
      <Select
        label={say("bulk.group")}
        value={draft.groupId}
        onChange={(groupId) => set({ groupId })}
        options={[
          { value: "", label: say("bulk.group.none") },
          ...groups.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        problem={problemAt("groupId")}
      />
      <Refusals
        refusals={refusals}
        except={["addKeywords", "removeKeywords", "description", "copyrightNotice", "groupId"]}
      />
      {found && <Found {...found} />}
      <DialogButtons>
        <Button onPress={onClose}>{sayUi("cancel")}</Button>
        <Button type="submit" kind="primary" isDisabled={busy || found?.count === 0}>
          {found === null ? say("bulk.look") : say("bulk.begin", { count: found.count })}
        </Button>
      </DialogButtons>
    </Form>
  );
}

function Found({
  count,
  sample,
}: {
  readonly count: number;
  readonly sample: readonly PictureFragment[];
}): React.JSX.Element {
  const say = useWords(words);
  const sayArranging = useWords(arrangingWords);
  const [told, setTold] = useState("");
  const text = say("bulk.found", { what: sayArranging("count.images", { count }) });
  // A status that is there before its text is read out.
  useEffect(() => setTold(text), [text]);
  return (
    <section aria-label={say("bulk.preview")}>
      <p role="status">{told}</p>
      <ul aria-label={say("bulk.preview")} className={styles["sample"]}>
        {sample.map((picture) => (
          <li key={picture.id}>
            <Thumbnail src={thumbOf(picture)} alt={picture.fileName} thumbHash={picture.thumbHash} cover />
          </li>
        ))}
      </ul>
    </section>
  );
}
