import type { JobKind, JobState } from "../../generated/schema";
import { JOB_KINDS, JOB_STATES } from "./kinds";

/** What an address of the jobs says. */
export interface JobsSearch {
  readonly kind?: JobKind;
  readonly state?: JobState;
}

/** What an address of the audit says. */
export interface AuditSearch {
  readonly subjectKind?: string;
  readonly action?: string;
  /** Days, as 2026-11-21. */
  readonly since?: string;
  readonly until?: string;
}

export function jobsSearch({ kind, state }: Record<string, unknown>): JobsSearch {
  const foundKind = JOB_KINDS.find((one) => one === kind);
  const foundState = JOB_STATES.find((one) => one === state);
  return { ...(foundKind && { kind: foundKind }), ...(foundState && { state: foundState }) };
}

export function auditSearch(search: Record<string, unknown>): AuditSearch {
  const { subjectKind, action, since, until } = search;
  return {
    ...(isText(subjectKind) && { subjectKind }),
    ...(isText(action) && { action }),
    ...(isDay(since) && { since }),
    ...(isDay(until) && { until }),
  };
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isDay(value: unknown): value is string {
  return isText(value) && /^\d{4}-\d\d-\d\d$/.test(value);
}
