import type { Role } from "../generated/schema";

const RANKS: Readonly<Record<Role, number>> = { VIEWER: 0, IMPORTER: 1, REVIEWER: 2, ADMIN: 3 };

/** From the least up. */
export const ROLES = ["VIEWER", "IMPORTER", "REVIEWER", "ADMIN"] as const;

/** Whether a role is that much or more. */
export function isAtLeast(role: Role, least: Role): boolean {
  return RANKS[role] >= RANKS[least];
}
