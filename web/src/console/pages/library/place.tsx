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
import { useCollections, useGroups } from "./names";
import { words } from "./words";

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
  return (
    <BulkDialog
      {...props}
      title={say("move.title")}
      isReady={chosen !== NEW || name.trim() !== ""}
      form={
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
      }
      effect={effect}
      action={(count) => say("move.action", { count })}
      run={async (pictures): Promise<BatchAnswer> => {
        let groupId = chosen === NONE ? null : chosen;
        if (chosen === NEW) groupId = newOne.current;
        if (chosen === NEW && groupId === null) {
          const made = await create({ input: { name: name.trim() } });
          const payload = made.data?.createImageGroup;
          if (!payload?.group) {
            setRefused(payload?.userErrors[0]);
            return { error: made.error, refusals: payload?.userErrors ?? [] };
          }
          groupId = payload.group.id;
          newOne.current = groupId;
        }
        const { data, error } = await move({ input: { imageIds: pictures.map(({ id }) => id), groupId } });
        return { error, refusals: data?.moveImages.userErrors ?? [] };
      }}
      onDone={useDone()}
    />
  );
}

/** Into a collection besides those that they are in, or into a new one. */
export function Collect(props: ActProps): React.JSX.Element {
  const say = useWords(words);
  const language = useLanguage();
  const collections = useCollections();
  const [to, setTo] = useState<string | null>(null);
  const [name, setName] = useState("");
  // The new one, once it is made: further batches go there too.
  const newOne = useRef<string | null>(null);
  const [, create] = useMutation(LibraryCreateCollectionDocument);
  const [, add] = useMutation(LibraryCollectDocument);
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
  return (
    <BulkDialog
      {...props}
      title={say("collect.title")}
      isReady={chosen !== NEW || name.trim() !== ""}
      form={
        <>
          <Select
            label={say("facet.collection")}
            options={[...collections, { value: NEW, label: say("collect.new") }]}
            value={chosen}
            onChange={setTo}
          />
          {chosen === NEW && <Field label={say("collect.name")} maxLength={200} value={name} onChange={setName} />}
        </>
      }
      effect={effect}
      action={(count) => say("collect.action", { count })}
      run={async (pictures): Promise<BatchAnswer> => {
        let collectionId = chosen === NEW ? newOne.current : chosen;
        if (collectionId === null) {
          const made = await create({ input: { name: name.trim() } });
          const payload = made.data?.createCollection;
          if (!payload?.collection) return { error: made.error, refusals: payload?.userErrors ?? [] };
          collectionId = payload.collection.id;
          newOne.current = collectionId;
        }
        const { data, error } = await add({ input: { imageIds: pictures.map(({ id }) => id), collectionId } });
        return { error, refusals: data?.addImagesToCollection.userErrors ?? [] };
      }}
      onDone={useDone()}
    />
  );
}

function nameIn(options: readonly { readonly value: string; readonly label: string }[], value: string): string {
  return options.find((one) => one.value === value)?.label ?? "";
}
