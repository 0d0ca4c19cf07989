import { Link, useRouter } from "@tanstack/react-router";
import { Layers, Plus } from "lucide-react";
import { useState } from "react";

import { usePages } from "../../client/pages";
import { useSend } from "../../client/send";
import { useIsAtLeast } from "../../session/account";
import { EditDialog } from "../../ui/arranging/edit-dialog";
import { useSettled } from "../../ui/arranging/settled";
import type { By } from "../../ui/arranging/sorted";
import { BY_NAME, TileList } from "../../ui/arranging/tile-list";
import { Tile } from "../../ui/arranging/tiles";
import { arrangingWords } from "../../ui/arranging/words";
import { Button } from "../../ui/button";
import { Empty } from "../../ui/empty";
import { Page } from "../../ui/page";
import { useFormats } from "../../words/formats";
import { useWords } from "../../words/words";
import { dayOf } from "./day";
import { BLANK, inputOf, useGroupFields } from "./form";
import { CreateGroupDocument, GroupsDocument, type GroupsQuery } from "./groups.generated";
import { words } from "./words";

type Row = GroupsQuery["imageGroups"]["nodes"][number];
const SORTS = ["newest", "name", "event"] as const;
type Sort = (typeof SORTS)[number];

const byEvent: By<Row> = (one, other) => (other.eventDate ?? "").localeCompare(one.eventDate ?? "");

export function GroupsPage(): React.JSX.Element {
  const say = useWords(words);
  const canMake = useIsAtLeast("IMPORTER");
  const [isMaking, setMaking] = useState(false);
  const make = canMake && (
    <Button kind="primary" onPress={() => setMaking(true)}>
      <Plus aria-hidden="true" size={18} />
      {say("create")}
    </Button>
  );
  return (
    <Page title={say("title")} lead={say("lead")} actions={make}>
      <List />
      {isMaking && <CreateGroup onClose={() => setMaking(false)} />}
    </Page>
  );
}

function List(): React.JSX.Element {
  const say = useWords(words);
  const [text, setText] = useState("");
  const [sort, setSort] = useState<Sort>("newest");
  const asked = useSettled(text).trim();
  const where = asked === "" ? null : { search: asked };
  const pages = usePages({
    query: GroupsDocument,
    variables: ({ first, after }) => ({ first, after, where, orderBy: sort === "name" ? BY_NAME : null }),
    connection: (data) => data.imageGroups,
    first: 40,
  });
  const options = SORTS.map((value) => ({ value, label: say(`sort.${value}`) }));
  return (
    <TileList
      label={say("title")}
      pages={pages}
      search={{ label: say("search"), text, asked, onText: setText }}
      sort={{ label: say("sort"), value: sort, onChange: setSort, options, by: sort === "event" ? byEvent : null }}
      empty={
        <Empty icon={<Layers />} title={say("empty")}>
          {say("empty.text")}
        </Empty>
      }
    >
      {(group) => (
        <Tile key={group.id} covers={group.images.nodes} about={<About group={group} />}>
          <Link to="/groups/$groupId" params={{ groupId: group.id }}>
            {group.name}
          </Link>
        </Tile>
      )}
    </TileList>
  );
}

function About({ group }: { readonly group: Row }): React.JSX.Element {
  const sayArranging = useWords(arrangingWords);
  const formats = useFormats();
  return (
    <>
      <span>{sayArranging("count.images", { count: group.imageCount })}</span>
      {group.eventDate !== null && <span>{dayOf(formats, group.eventDate)}</span>}
    </>
  );
}

function CreateGroup({ onClose }: { readonly onClose: () => void }): React.JSX.Element {
  const say = useWords(words);
  const router = useRouter();
  const fields = useGroupFields();
  const { send, busy, refusals } = useSend(CreateGroupDocument, (data) => data.createImageGroup, {
    inForm: true,
  });

  async function create(values: typeof BLANK): Promise<void> {
    const sent = await send({ input: { ...inputOf(values) } });
    if (sent?.group) await router.navigate({ to: "/groups/$groupId", params: { groupId: sent.group.id } });
  }

  return (
    <EditDialog
      title={say("create")}
      fields={fields}
      current={{ version: 0, values: BLANK }}
      action={say("create.action")}
      busy={busy}
      refusals={refusals}
      onSend={(values) => void create(values)}
      onClose={onClose}
    />
  );
}
