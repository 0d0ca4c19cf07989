import { useNavigate, useSearch } from "@tanstack/react-router";
import { ListChecks, RefreshCw } from "lucide-react";

import { usePages } from "../../../client/pages";
import type { JobKind, JobState } from "../../../generated/schema";
import { Button } from "../../../ui/button";
import { Empty } from "../../../ui/empty";
import { Part, Row } from "../../../ui/form";
import { Listing } from "../../../ui/listing";
import { Select } from "../../../ui/select";
import { uiWords } from "../../../ui/words";
import { useWords } from "../../../words/words";
import { JOB_KINDS, JOB_STATES } from "../kinds";
import { jobsSearch } from "../search";
import { useJobColumns } from "./columns";
import { JobsDocument } from "./jobs.generated";
import { RetryAll } from "./retry-all";
import { useWhileOpen } from "./while-open";
import { words } from "./words";

/** What runs, waits or went wrong in the background. */
export function Jobs(): React.JSX.Element {
  const say = useWords(words);
  const sayState = useWords(uiWords);
  const { kind, state } = useSearch({ from: "/signed-in/admin/jobs" });
  const navigate = useNavigate({ from: "/admin/jobs" });
  const pages = usePages({
    query: JobsDocument,
    variables: (paging) => ({
      ...paging,
      where: { kinds: kind ? [kind] : [], states: state ? [state] : [] },
    }),
    connection: (data) => data.jobs,
  });
  useWhileOpen(pages);
  const columns = useJobColumns({ onChanged: pages.reload });

  function choose(next: { readonly kind: JobKind | "ANY" } | { readonly state: JobState | "ANY" }): void {
    // What the address must not say is left out by its own reader.
    void navigate({ replace: true, search: (before) => jobsSearch({ ...before, ...next }) });
  }

  return (
    <Part
      title={say("title")}
      lead={say("lead")}
      actions={
        <>
          {state === "FAILED" && <RetryAll jobs={pages.rows} onChanged={pages.reload} />}
          <Button onPress={pages.reload}>
            <RefreshCw aria-hidden="true" size={16} />
            {say("reread")}
          </Button>
        </>
      }
    >
      <Row>
        <Select<JobKind | "ANY">
          label={say("kind")}
          value={kind ?? "ANY"}
          onChange={(one) => choose({ kind: one })}
          options={[
            { value: "ANY", label: say("kind.any") },
            ...JOB_KINDS.map((value) => ({ value, label: say(`kind.${value}`) })),
          ]}
        />
        <Select<JobState | "ANY">
          label={say("state")}
          value={state ?? "ANY"}
          onChange={(one) => choose({ state: one })}
          options={[
            { value: "ANY", label: say("state.any") },
            ...JOB_STATES.map((value) => ({ value, label: sayState(`state.${value}`) })),
          ]}
        />
      </Row>
      <Listing
        label={say("title")}
        pages={pages}
        columns={columns}
        rowKey={({ id }) => id}
        empty={<Empty icon={<ListChecks />} title={say("none")} />}
      />
    </Part>
  );
}
