import { Link } from "@tanstack/react-router";
import { RefreshCcwDot } from "lucide-react";

import { usePages } from "../../../client/pages";
import { StateChip } from "../../../ui/chip";
import { ListPart } from "../../../ui/list-part";
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
  const pages = usePages({
    query: SynchronizationsDocument,
    variables: (paging) => paging,
    connection: (data) => data.synchronizations,
    first: 20,
  });
  useWhileOpen(pages);
  return (
    <ListPart
      title={say("title")}
      lead={say("lead")}
      pages={pages}
      columns={useColumns()}
      empty={{ icon: <RefreshCcwDot />, title: say("none") }}
      add={{
        icon: <RefreshCcwDot aria-hidden="true" size={18} />,
        label: say("start"),
        form: ({ onClose, onMade }) => <Start onClose={onClose} onStarted={onMade} />,
      }}
    />
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
      wrap: "never",
      cell: ({ id, createdAt }) => (
        <Link to="/admin/synchronization/$synchronizationId" params={{ synchronizationId: id }}>
          {dateTime(createdAt)}
        </Link>
      ),
    },
    { key: "state", label: say("state"), wrap: "never", cell: ({ state }) => <StateChip state={state} /> },
    { key: "way", label: say("way"), wrap: "words", cell: ({ dryRun }) => say(dryRun ? "dry" : "repairing") },
    { key: "examined", label: say("examined"), end: true, cell: (one) => number(one.examined) },
    { key: "bytes", label: say("bytes"), end: true, wrap: "never", cell: (one) => bytes(one.bytes) },
    { key: "found", label: say("found"), end: true, cell: found },
  ];
}
