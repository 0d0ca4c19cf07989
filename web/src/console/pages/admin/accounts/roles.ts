import type { Role } from "../../../generated/schema";
import { ROLES } from "../../../session/roles";
import { shellWords } from "../../../shell/words";
import type { Option } from "../../../ui/select";
import { useWords } from "../../../words/words";

/** The roles as people call them, from the least up. */
export function useRoleOptions(): readonly Option<Role>[] {
  const say = useWords(shellWords);
  return ROLES.map((value) => ({ value, label: say(`role.${value}`) }));
}
