import { Link, useRouter } from "@tanstack/react-router";
import { Layers, Plus } from "lucide-react";
import { useState } from "react";

import { usePages } from "../../client/pages";
import { useSend } from "../../client/send";
import { useIsAtLeast } from "../../session/account";
import { EditDialog } from "../../ui/arranging/edit-dialog";
import { useFound } from "../../ui/arranging/found";
import { Bar, Tile, Tiles } from "../../ui/arranging/tiles";
import { arrangingWords } from "../../ui/arranging/words";
import { Button } from "../../ui/button";
import { Empty } from "../../ui/empty";
import { Page } from "../../ui/page";
import { Loading, Problem } from "../../ui/problem";
import { SearchBox } from "../../ui/search-box";
import { Select } from "../../ui/select";
import { uiWords } from "../../ui/words";
import { useFormats } from "../../words/formats";
import { useWords } from "../../words/words";
import { dayOf } from "./day";
import { BLANK, inputOf, useGroupFields } from "./form";
import { CreateGroupDocument, GroupsDocument, type GroupsQuery } from "./groups.generated";
import { words } from "./words";

type Row = GroupsQuery["imageGroups"]["nodes"][number];
type Sort = "newest" | "name" | "event";

const SORTS: Readonly<Record<Sort, ((one: Row, other: Row) => number) | null>> = {
  newest: null,
  name: (one, other) => one.name.localeCompare(other.name),
  event: (one, other) => (other.eventDate ?? "").localeCompare(one.eventDate ?? ""),
};

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
  const sayUi = useWords(uiWords);
  const sayArranging = useWords(arrangingWords);
  const [text, setText] = useState("");
  const [sort, setSort] = useState<Sort>("newest");
  const pages = usePages({
    query: GroupsDocument,
    variables: ({ first, after }) => ({ first, after }),
    connection: (data) => data.imageGroups,
    first: 40,
  });
  const { rows, isReading } = useFound(pages, { text, of: searched, by: SORTS[sort] });
  const { loading, error, hasMore, more, reload } = pages;
  if (pages.rows.length === 0) {
    if (error) return <Problem error={error} onRetry={reload} />;
    if (loading) return <Loading />;
    return (
      <Empty icon={<Layers />} title={say("empty")}>
        {say("empty.text")}
      </Empty>
    );
  }
  return (
    <>
      <Bar>
        <SearchBox label={say("search")} value={text} onChange={setText} />
        <Select
          label={say("sort")}
          hideLabel
          value={sort}
          onChange={setSort}
          options={(["newest", "name", "event"] as const).map((value) => ({ value, label: say(`sort.${value}`) }))}
        />
      </Bar>
      {error && <Problem error={error} onRetry={reload} />}
      {rows.length === 0 && !isReading && (
        <Empty title={sayArranging("find.none")}>{sayArranging("find.none.text")}</Empty>
      )}
      <Tiles label={say("title")}>
        {rows.map((group) => (
          <Tile key={group.id} covers={group.images.nodes} about={<About group={group} />}>
            <Link to="/groups/$groupId" params={{ groupId: group.id }}>
              {group.name}
            </Link>
          </Tile>
        ))}
      </Tiles>
      {isReading && <p role="status">{sayArranging("find.loading")}</p>}
      {hasMore && !isReading && (
        <Button onPress={more} isDisabled={loading}>
          {sayUi("more")}
        </Button>
      )}
    </>
  );
}

function searched({ name, description, eventName }: Row): readonly (string | null)[] {
  return [name, description, eventName];
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
