import { useCallback, useRef, useState } from "react";
import { useMutation } from "urql";

import type { RefusalFragment } from "../../client/refusal.generated";
import { useRefusalText } from "../../client/refusals";
import { Field } from "../../ui/field";
import type { BatchAnswer } from "../../ui/pictures/bulk";
import type { BulkPictureFragment } from "../../ui/pictures/bulk.generated";
import { BulkDialog, type Effect } from "../../ui/pictures/bulk-dialog";
import { Select } from "../../ui/select";
import { useLanguage, useWords } from "../../words/words";
import { type ActProps, useDone } from "./acts";
import {
  LibraryCollectDocument,
  LibraryCreateCollectionDocument,
  LibraryCreateGroupDocument,
  LibraryMoveDocument,
} from "./bulk.generated";
import { useManualCollections, useGroups } from "./names";
import { WholeDialog } from "./whole/whole-dialog";
import { words } from "./words";

/** Where pictures are to come, or why that could not be made. */
interface Place extends Partial<BatchAnswer> {
  readonly id?: string | null;
}

const NEW = "new";
const NONE = "none";

/** To another group, to a new one, or out of any. */
export function Move(props: ActProps): React.JSX.Element {
  const say = useWords(words);
  const language = useLanguage();
  const text = useRefusalText();
  const groups = useGroups();
  const [to, setTo] = useState<string | null>(null);
  const [name, setName] = useState("");
  // The new one, once it is made: further batches go there too.
  const newOne = useRef<string | null>(null);
  const [refused, setRefused] = useState<RefusalFragment | undefined>();
  const [, create] = useMutation(LibraryCreateGroupDocument);
  const [, move] = useMutation(LibraryMoveDocument);
  const done = useDone();
  const chosen = to ?? groups[0]?.value ?? NEW;
  const after = chosen === NONE ? "" : chosen === NEW ? name.trim() : nameIn(groups, chosen);
  const effect = useCallback(
    ({ group }: BulkPictureFragment): Effect => {
      const before = group?.name ?? "";
      const isSame = chosen === NONE ? group === null : group?.id === chosen;
      return isSame ? { changes: [], skipped: say("skip.there") } : { changes: [{ before, after }] };
    },
    // eslint-disable-next-line react-hooks/exhaustive-deps -- words change with the language alone
    [chosen, after, language],
  );
  const { ids, whole, onClose } = props;

  /** The id of the group to come to, null for none; a new one is made. */
  async function place(): Promise<Place> {
    if (chosen !== NEW) return { id: chosen === NONE ? null : chosen };
    if (newOne.current !== null) return { id: newOne.current };
    const { data, error } = await create({ input: { name: name.trim() } });
    const payload = data?.createImageGroup;
    if (!payload?.group) {
      setRefused(payload?.userErrors[0]);
      return { error, refusals: payload?.userErrors ?? [] };
    }
    newOne.current = payload.group.id;
    return { id: newOne.current };
  }

  const common = {
    title: say("move.title"),
    isReady: chosen !== NEW || name.trim() !== "",
    effect,
    action: (count: number) => say("move.action", { count }),
    onClose,
    form: (
      <>
        <Select
          label={say("facet.group")}
          options={[
            ...groups,
            { value: NEW, label: say("move.new") },
            { value: NONE, label: say("move.none") },
          ]}
          value={chosen}
          onChange={setTo}
        />
        {chosen === NEW && (
          <Field
            label={say("move.name")}
            maxLength={200}
            value={name}
            onChange={setName}
            problem={refused && text(refused)}
          />
        )}
      </>
    ),
  };
  if (whole !== null) {
    const edit = chosen === NEW ? null : { groupId: chosen === NONE ? null : chosen };
    return (
      <WholeDialog
        {...common}
        whole={whole}
        edit={edit}
        prepare={async () => {
          const { id, refusals = [] } = await place();
          return id === undefined ? { refusals } : { edit: { groupId: id } };
        }}
        canTakeBack={false}
      />
    );
  }
  return (
    <BulkDialog
      {...common}
      ids={ids}
      run={async (pictures): Promise<BatchAnswer> => {
        const { id: groupId, error: lost, refusals = [] } = await place();
        if (groupId === undefined) return { error: lost, refusals };
        const { data, error } = await move({ input: { imageIds: pictures.map(({ id }) => id), groupId } });
        return { error, refusals: data?.moveImages.userErrors ?? [] };
      }}
      onDone={done}
    />
  );
}

/** Into a collection besides those that they are in, or into a new one. */
export function Collect(props: ActProps): React.JSX.Element {
  const say = useWords(words);
  const language = useLanguage();
  const collections = useManualCollections();
  const [to, setTo] = useState<string | null>(null);
  const [name, setName] = useState("");
  // The new one, once it is made: further batches go there too.
  const newOne = useRef<string | null>(null);
  const [, create] = useMutation(LibraryCreateCollectionDocument);
  const [, add] = useMutation(LibraryCollectDocument);
  const done = useDone();
  const chosen = to ?? collections[0]?.value ?? NEW;
  const after = chosen === NEW ? name.trim() : nameIn(collections, chosen);
  const effect = useCallback(
    ({ collections: before }: BulkPictureFragment): Effect => {
      if (before.some(({ id }) => id === chosen)) return { changes: [], skipped: say("skip.there") };
      const names = before.map((one) => one.name);
      return { changes: [{ before: names.join(", "), after: [...names, after].join(", ") }] };
    },
    // eslint-disable-next-line react-hooks/exhaustive-deps -- words change with the language alone
    [chosen, after, language],
  );
  const { ids, whole, onClose } = props;

  /** The id of the collection to come to; a new one is made. */
  async function place(): Promise<Place> {
    if (chosen !== NEW) return { id: chosen };
    if (newOne.current !== null) return { id: newOne.current };
    const { data, error } = await create({ input: { name: name.trim() } });
    const payload = data?.createCollection;
    if (!payload?.collection) return { error, refusals: payload?.userErrors ?? [] };
    newOne.current = payload.collection.id;
    return { id: newOne.current };
  }

  const common = {
    title: say("collect.title"),
    isReady: chosen !== NEW || name.trim() !== "",
    effect,
    action: (count: number) => say("collect.action", { count }),
    onClose,
    form: (
      <>
        <Select
          label={say("facet.collection")}
          options={[...collections, { value: NEW, label: say("collect.new") }]}
          value={chosen}
          onChange={setTo}
        />
        {chosen === NEW && <Field label={say("collect.name")} maxLength={200} value={name} onChange={setName} />}
      </>
    ),
  };
  if (whole !== null) {
    return (
      <WholeDialog
        {...common}
        whole={whole}
        edit={chosen === NEW ? null : { addToCollectionIds: [chosen] }}
        prepare={async () => {
          const { id, refusals = [] } = await place();
          return id ? { edit: { addToCollectionIds: [id] } } : { refusals };
        }}
        canTakeBack={false}
      />
    );
  }
  return (
    <BulkDialog
      {...common}
      ids={ids}
      run={async (pictures): Promise<BatchAnswer> => {
        const { id: collectionId, error: lost, refusals = [] } = await place();
        if (!collectionId) return { error: lost, refusals };
        const { data, error } = await add({ input: { imageIds: pictures.map(({ id }) => id), collectionId } });
        return { error, refusals: data?.addImagesToCollection.userErrors ?? [] };
      }}
      onDone={done}
    />
  );
}

function nameIn(options: readonly { readonly value: string; readonly label: string }[], value: string): string {
  return options.find((one) => one.value === value)?.label ?? "";
}
