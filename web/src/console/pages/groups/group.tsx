import { useNavigate, useParams } from "@tanstack/react-router";
import { FolderInput, Layers, Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useQuery } from "urql";

import { usePages } from "../../client/pages";
import { useSend } from "../../client/send";
import { useIsAtLeast } from "../../session/account";
import { AbsentPage } from "../../ui/absent-page";
import type { OrderDirection } from "../../generated/schema";
import { MoveToGroupDocument } from "../../ui/arranging/arranging.generated";
import { ChosenBar } from "../../ui/arranging/chosen-bar";
import { CopyArranged } from "../../ui/arranging/copy-arranged";
import { EditDialog } from "../../ui/arranging/edit-dialog";
import { MoveDialog } from "../../ui/arranging/move-dialog";
import { Picker } from "../../ui/arranging/picker";
import { PictureRow } from "../../ui/arranging/picture-row";
import { Bar } from "../../ui/arranging/tiles";
import { arrangingWords } from "../../ui/arranging/words";
import { Button } from "../../ui/button";
import { Empty } from "../../ui/empty";
import { Page } from "../../ui/page";
import { Loading, Problem } from "../../ui/problem";
import { Select } from "../../ui/select";
import { notify } from "../../ui/toasts";
import { uiWords } from "../../ui/words";
import { useFormats } from "../../words/formats";
import { useWords } from "../../words/words";
import { dayOf } from "./day";
import { DeleteGroupDialog } from "./delete-dialog";
import { inputOf, useGroupFields, valuesOf } from "./form";
import {
  GroupDocument,
  type GroupFactsFragment,
  GroupImagesDocument,
  type GroupQuery,
  UpdateGroupDocument,
} from "./groups.generated";
import { words } from "./words";

type Group = NonNullable<GroupQuery["imageGroup"]>;
type Open = "edit" | "delete" | "add" | "move" | null;

/** How many pictures a call moves. */
const MOST = 250;

export function GroupPage(): React.JSX.Element {
  const { groupId } = useParams({ from: "/signed-in/groups/$groupId" });
  const say = useWords(words);
  const [{ data, error }, read] = useQuery({ query: GroupDocument, variables: { id: groupId } });
  const again = (): void => read({ requestPolicy: "network-only" });
  if (data?.imageGroup) return <OneGroup key={groupId} group={data.imageGroup} again={again} />;
  return (
    <AbsentPage
      title={say("title")}
      error={error}
      onRetry={again}
      isGone={data !== undefined}
      gone={{ icon: <Layers />, title: say("gone"), to: "/groups", back: say("back") }}
    />
  );
}

function OneGroup({ group, again }: { readonly group: Group; readonly again: () => void }): React.JSX.Element {
  const say = useWords(words);
  const sayUi = useWords(uiWords);
  const sayArranging = useWords(arrangingWords);
  const formats = useFormats();
  const navigate = useNavigate();
  const canEdit = useIsAtLeast("IMPORTER");
  const canDelete = useIsAtLeast("REVIEWER");
  const [open, setOpen] = useState<Open>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [direction, setDirection] = useState<OrderDirection>("DESC");
  const pages = usePages({
    query: GroupImagesDocument,
    variables: ({ first, after }) => ({
      id: group.id,
      orderBy: { field: "CREATED_AT" as const, direction },
      first,
      after,
    }),
    connection: (data) => data.imageGroup?.images,
    first: 60,
  });
  const { rows, loading, error, hasMore, more, reload } = pages;
  const { send, busy } = useSend(MoveToGroupDocument, (data) => data.moveImages);

  function changed(): void {
    setChosen(new Set());
    reload();
    again();
  }

  async function add(ids: readonly string[]): Promise<void> {
    for (let at = 0; at < ids.length; at += MOST) {
      const input = { imageIds: ids.slice(at, at + MOST), groupId: group.id };
      // oxlint-disable-next-line no-await-in-loop -- a refused part stops the rest
      if (!(await send({ input }))) return changed();
    }
    notify(sayArranging("move.done", { count: ids.length }));
    setOpen(null);
    changed();
  }

  const actions = (
    <>
      {canEdit && (
        <Button kind="primary" onPress={() => setOpen("add")}>
          <Plus aria-hidden="true" size={18} />
          {say("add")}
        </Button>
      )}
      {canEdit && (
        <Button onPress={() => setOpen("edit")}>
          <Pencil aria-hidden="true" size={16} />
          {say("edit")}
        </Button>
      )}
      <CopyArranged
        page={`/groups/${encodeURIComponent(group.id)}`}
        id={group.id}
        field={`imageGroup(id: ${JSON.stringify(group.id)})`}
      />
      {canDelete && (
        <Button onPress={() => setOpen("delete")}>
          <Trash2 aria-hidden="true" size={16} />
          {say("delete")}
        </Button>
      )}
    </>
  );
  const facts = [
    group.eventName,
    group.eventDate === null ? null : dayOf(formats, group.eventDate),
    sayArranging("count.images", { count: group.imageCount }),
  ].filter((one) => one !== null);
  return (
    <Page title={group.name} lead={<Lead group={group} facts={facts} />} actions={actions}>
      {error && <Problem error={error} onRetry={reload} />}
      {rows.length === 0 && !error && (loading ? <Loading /> : <Empty icon={<Layers />} title={say("noPictures")} />)}
      {rows.length > 0 && (
        <>
          <Bar>
            <Select
              label={say("sort")}
              hideLabel
              value={direction}
              onChange={setDirection}
              options={(["DESC", "ASC"] as const).map((value) => ({ value, label: say(`direction.${value}`) }))}
            />
          </Bar>
          <PictureRow
            label={say("pictures")}
            pictures={rows}
            chosen={chosen}
            onChoose={setChosen}
            canChoose={canEdit}
          />
        </>
      )}
      {hasMore && (
        <Button onPress={more} isDisabled={loading}>
          {sayUi("more")}
        </Button>
      )}
      <ChosenBar count={chosen.size} onClear={() => setChosen(new Set())}>
        <Button small onPress={() => setOpen("move")}>
          <FolderInput aria-hidden="true" size={16} />
          {say("move")}
        </Button>
      </ChosenBar>
      {open === "edit" && <EditGroup group={group} onClose={() => setOpen(null)} />}
      {open === "add" && (
        <Picker
          title={say("add")}
          here={new Set(rows.map(({ id }) => id))}
          busy={busy}
          onAdd={(ids) => void add(ids)}
          onClose={() => setOpen(null)}
        />
      )}
      {open === "move" && (
        <MoveDialog ids={[...chosen]} from={group.id} onClose={() => setOpen(null)} onMoved={changed} />
      )}
      {open === "delete" && (
        <DeleteGroupDialog
          group={group}
          count={group.imageCount}
          onClose={() => setOpen(null)}
          onDeleted={() => void navigate({ to: "/groups" })}
        />
      )}
    </Page>
  );
}

function Lead({
  group,
  facts,
}: {
  readonly group: GroupFactsFragment;
  readonly facts: readonly string[];
}): React.JSX.Element {
  return (
    <>
      {group.description !== null && <>{group.description} · </>}
      {facts.join(" · ")}
    </>
  );
}

function EditGroup({
  group,
  onClose,
}: {
  readonly group: GroupFactsFragment;
  readonly onClose: () => void;
}): React.JSX.Element {
  const say = useWords(words);
  const fields = useGroupFields();
  const { send, busy, refusals } = useSend(UpdateGroupDocument, (data) => data.updateImageGroup, {
    inForm: true,
  });

  return (
    <EditDialog
      title={say("edit")}
      fields={fields}
      current={{ version: group.version, values: valuesOf(group) }}
      action={say("save")}
      busy={busy}
      refusals={refusals}
      onSend={(values, expectedVersion) => {
        const input = { id: group.id, expectedVersion, ...inputOf(values) };
        void send({ input }).then((sent) => {
          if (sent) onClose();
        });
      }}
      onClose={onClose}
    />
  );
}
