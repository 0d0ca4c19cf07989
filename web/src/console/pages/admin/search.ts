import type { JobKind, JobState, Role, SyncClass } from "../../generated/schema";
import { ROLES } from "../../session/roles";
import { JOB_KINDS, JOB_STATES } from "./kinds";
import { CLASSES } from "./synchronization/classes";

/** What an address of the accounts says. */
export interface AccountsSearch {
  /** How the name or the address begins. */
  readonly begin?: string;
  readonly role?: Role;
}

/** What an address of the jobs says. */
export interface JobsSearch {
  readonly kind?: JobKind;
  readonly state?: JobState;
}

/** What an address of a comparison says: which of its differences are looked at. */
export interface FindingsSearch {
  readonly kind?: SyncClass;
}

/** What an address of the audit says. */
export interface AuditSearch {
  readonly subjectKind?: string;
  readonly action?: string;
  /** Days, as 2026-11-21. */
  readonly since?: string;
  readonly until?: string;
}

export function accountsSearch({ begin, role }: Record<string, unknown>): AccountsSearch {
  const found = ROLES.find((one) => one === role);
  // An address that ends in =2026 is read as a number.
  const text = typeof begin === "number" ? String(begin) : begin;
  return { ...(isText(text) && { begin: text }), ...(found && { role: found }) };
}

export function findingsSearch({ kind }: Record<string, unknown>): FindingsSearch {
  const found = CLASSES.find((one) => one === kind);
  return found ? { kind: found } : {};
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
