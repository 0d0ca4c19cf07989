import type { Role } from "../../../generated/schema";
import { shellWords } from "../../../shell/words";
import type { Option } from "../../../ui/select";
import { useWords } from "../../../words/words";

const ROLES = ["VIEWER", "IMPORTER", "REVIEWER", "ADMIN"] as const;

/** The roles as people call them, from the least up. */
export function useRoleOptions(): readonly Option<Role>[] {
  const say = useWords(shellWords);
  return ROLES.map((value) => ({ value, label: say(`role.${value}`) }));
}
