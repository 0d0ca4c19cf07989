import { Link } from "@tanstack/react-router";
import { RefreshCcwDot } from "lucide-react";
import { useState } from "react";

import { usePages } from "../../../client/pages";
import { Button } from "../../../ui/button";
import { StateChip } from "../../../ui/chip";
import { Empty } from "../../../ui/empty";
import { Part } from "../../../ui/form";
import { Listing } from "../../../ui/listing";
import type { Column } from "../../../ui/table";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { useWhileOpen } from "../jobs/while-open";
import { Start } from "./start";
import { type ComparisonRowFragment, SynchronizationsDocument } from "./synchronization.generated";
import { words } from "./words";

/** Comparisons of records and store, and the way to begin one. */
export function Synchronizations(): React.JSX.Element {
  const say = useWords(words);
  const [starting, setStarting] = useState(false);
  const pages = usePages({
    query: SynchronizationsDocument,
    variables: (paging) => paging,
    connection: (data) => data.synchronizations,
    first: 20,
  });
  useWhileOpen(pages);
  return (
    <Part
      title={say("title")}
      lead={say("lead")}
      actions={
        <Button kind="primary" onPress={() => setStarting(true)}>
          <RefreshCcwDot aria-hidden="true" size={18} />
          {say("start")}
        </Button>
      }
    >
      <Listing
        label={say("title")}
        pages={pages}
        columns={useColumns()}
        rowKey={({ id }) => id}
        empty={<Empty icon={<RefreshCcwDot />} title={say("none")} />}
      />
      {starting && (
        <Start
          onClose={() => setStarting(false)}
          onStarted={() => {
            setStarting(false);
            pages.reload();
          }}
        />
      )}
    </Part>
  );
}

function useColumns(): readonly Column<ComparisonRowFragment>[] {
  const say = useWords(words);
  const { dateTime, number, bytes } = useFormats();
  const found = ({ counts, complete }: ComparisonRowFragment): string =>
    complete ? number(counts.reduce((sum, one) => sum + one.found, 0)) : "–";
  return [
    {
      key: "at",
      label: say("asked"),
      cell: ({ id, createdAt }) => (
        <Link to="/admin/synchronization/$synchronizationId" params={{ synchronizationId: id }}>
          {dateTime(createdAt)}
        </Link>
      ),
    },
    { key: "state", label: say("state"), cell: ({ state }) => <StateChip state={state} /> },
    { key: "way", label: say("way"), cell: ({ dryRun }) => say(dryRun ? "dry" : "repairing") },
    { key: "examined", label: say("examined"), end: true, cell: (one) => number(one.examined) },
    { key: "bytes", label: say("bytes"), end: true, cell: (one) => bytes(one.bytes) },
    { key: "found", label: say("found"), end: true, cell: found },
  ];
}
