import { Link } from "@tanstack/react-router";

import type { JobKind } from "../../../generated/schema";
import { useWords } from "../../../words/words";
import type { JobRowFragment } from "./jobs.generated";
import { words } from "./words";

/** What works on one picture, which has a page of its own as long as it is there. */
const OF_IMAGES: ReadonlySet<JobKind> = new Set([
  "ANALYSE",
  "PROCESS",
  "PUBLISH",
  "REMOVE_LOCATION",
  "RENDER",
  "UNPUBLISH",
]);

/** What a job does, and the way to what it does it to. */
export function What({ job: { kind, subjectId } }: { readonly job: JobRowFragment }): React.JSX.Element {
  const say = useWords(words);
  const name = say(`kind.${kind}`);
  if (subjectId === null) return <>{name}</>;
  if (OF_IMAGES.has(kind)) {
    return (
      <Link to="/images/$imageId" params={{ imageId: subjectId }}>
        {name}
      </Link>
    );
  }
  if (kind === "SYNC") {
    return (
      <Link
        to="/admin/synchronization/$synchronizationId"
        params={{ synchronizationId: subjectId }}
      >
        {name}
      </Link>
    );
  }
  if (kind === "EXPORT") return <Link to="/shop/exports">{name}</Link>;
  if (kind === "IMPORT") return <Link to="/upload/imports">{name}</Link>;
  if (kind === "REGENERATE") return <Link to="/admin/presets">{name}</Link>;
  return <>{name}</>;
}
