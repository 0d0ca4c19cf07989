import { Ago } from "../../../ui/ago";
import { StateChip } from "../../../ui/chip";
import { Progress } from "../../../ui/progress";
import type { Column } from "../../../ui/table";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { JobActions } from "./actions";
import type { JobRowFragment } from "./jobs.generated";
import { What } from "./what";
import { words } from "./words";

/** What a row of the jobs shows. */
export function useJobColumns({
  onChanged,
}: {
  readonly onChanged: () => void;
}): readonly Column<JobRowFragment>[] {
  const say = useWords(words);
  const { duration } = useFormats();
  const tookOf = ({ createdAt, finishedAt }: JobRowFragment): string =>
    finishedAt === null ? "–" : duration((Date.parse(finishedAt) - Date.parse(createdAt)) / 1000);
  return [
    { key: "kind", label: say("kind"), wrap: "words", cell: (job) => <What job={job} /> },
    { key: "state", label: say("state"), cell: (job) => <State job={job} /> },
    { key: "asked", label: say("asked"), wrap: "never", cell: (job) => <Ago at={job.createdAt} /> },
    { key: "took", label: say("took"), end: true, wrap: "never", cell: tookOf },
    { key: "attempts", label: say("attempts"), end: true, cell: ({ attempts }) => attempts },
    {
      key: "actions",
      label: say("actions"),
      quiet: true,
      end: true,
      wrap: "never",
      cell: (job) => <JobActions job={job} onChanged={onChanged} />,
    },
  ];
}

function State({ job }: { readonly job: JobRowFragment }): React.JSX.Element {
  const say = useWords(words);
  return (
    <>
      <StateChip state={job.state} />
      {job.state === "RUNNING" && (
        <Progress hideLabel label={say("progress")} share={job.progress} />
      )}
      {job.problem && (
        <p title={job.problem.code} lang="en">
          {job.problem.message}
        </p>
      )}
    </>
  );
}
