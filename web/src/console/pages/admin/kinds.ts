import type { JobKind, JobState } from "../../generated/schema";

/** All kinds of jobs, as they are offered; one that is missing is a type error. */
export const JOB_KINDS = keys<JobKind>({
  ANALYSE: 0,
  ARCHIVE: 0,
  AUDIT_EXPORT: 0,
  BULK_EDIT: 0,
  DOWNLOAD: 0,
  ERASE: 0,
  EXPORT: 0,
  IMPORT: 0,
  METADATA_EXPORT: 0,
  METADATA_IMPORT: 0,
  PROCESS: 0,
  PUBLISH: 0,
  REBUILD_STATS: 0,
  REGENERATE: 0,
  REMOVE_LOCATION: 0,
  RENDER: 0,
  SYNC: 0,
  UNPUBLISH: 0,
});

export const JOB_STATES = keys<JobState>({
  QUEUED: 0,
  RUNNING: 0,
  SUCCEEDED: 0,
  FAILED: 0,
  CANCELLED: 0,
});

function keys<Key extends string>(of: Readonly<Record<Key, 0>>): readonly Key[] {
  const isKey = (name: string): name is Key => name in of;
  return Object.keys(of).filter(isKey);
}
