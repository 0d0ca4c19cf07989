import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { CircleCheck } from "lucide-react";
import { useEffect } from "react";

import { usePages } from "../../../client/pages";
import type { JobState, SyncClass } from "../../../generated/schema";
import { Chip, type Tone } from "../../../ui/chip";
import { Empty } from "../../../ui/empty";
import { Row } from "../../../ui/form";
import { Listing } from "../../../ui/listing";
import { Select } from "../../../ui/select";
import type { Column } from "../../../ui/table";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { findingsSearch } from "../search";
import { CLASSES } from "./classes";
import {
  SynchronizationFindingsDocument,
  type SynchronizationFindingsQuery,
} from "./synchronization.generated";
import { words } from "./words";

type Finding = SynchronizationFindingsQuery["synchronizationFindings"]["nodes"][number];

const TONES: Readonly<Record<Finding["state"], Tone>> = {
  SUSPECTED: "neutral",
  CONFIRMED: "warn",
  REPAIRED: "good",
  LEFT: "neutral",
};

interface Props {
  readonly id: string;
  /** Of the comparison: when it is over, the list is read anew. */
  readonly state: JobState;
}

/** Each difference that a comparison has found. */
export function Findings({ id, state }: Props): React.JSX.Element {
  const say = useWords(words);
  const { kind } = useSearch({ from: "/signed-in/admin/synchronization/$synchronizationId" });
  const navigate = useNavigate({ from: "/admin/synchronization/$synchronizationId" });
  const pages = usePages({
    query: SynchronizationFindingsDocument,
    variables: (paging) => ({ ...paging, id, kind: kind ?? null }),
    connection: (data) => data.synchronizationFindings,
  });
  const { reload } = pages;
  useEffect(reload, [state, reload]);
  return (
    <>
      <h3>{say("findings")}</h3>
      <Row>
        <Select<SyncClass | "ANY">
          label={say("class")}
          value={kind ?? "ANY"}
          onChange={(one) =>
            void navigate({ replace: true, search: findingsSearch({ kind: one }) })
          }
          options={[
            { value: "ANY", label: say("class.any") },
            ...CLASSES.map((value) => ({ value, label: say(`class.${value}`) })),
          ]}
        />
      </Row>
      <Listing
        label={say("findings")}
        pages={pages}
        columns={useColumns()}
        rowKey={(one) => `${one.kind} ${one.key}`}
        empty={<Empty icon={<CircleCheck />} title={say("findings.none")} />}
      />
    </>
  );
}

function useColumns(): readonly Column<Finding>[] {
  const say = useWords(words);
  const { bytes } = useFormats();
  const size = (count: number | null): string => (count === null ? "–" : bytes(count));
  return [
    { key: "class", label: say("class"), wrap: "words", cell: ({ kind }) => say(`class.${kind}`) },
    { key: "key", label: say("key"), cell: ({ key }) => <code>{key}</code> },
    { key: "state", label: say("state"), cell: (one) => <FindingState finding={one} /> },
    { key: "object", label: say("object"), end: true, wrap: "never", cell: (one) => size(one.objectBytes) },
    { key: "record", label: say("record"), end: true, wrap: "never", cell: (one) => size(one.recordBytes) },
    {
      key: "image",
      label: say("image"),
      wrap: "never",
      cell: ({ imageId }) =>
        imageId === null ? "–" : (
          <Link to="/images/$imageId" params={{ imageId }}>
            {say("image.open")}
          </Link>
        ),
    },
  ];
}

function FindingState({ finding }: { readonly finding: Finding }): React.JSX.Element {
  const say = useWords(words);
  return (
    <>
      <Chip tone={TONES[finding.state]}>{say(`finding.${finding.state}`)}</Chip>{" "}
      {finding.done !== null && <code>{finding.done}</code>}
    </>
  );
}
