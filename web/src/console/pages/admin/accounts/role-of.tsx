import { useSend } from "../../../client/send";
import type { Role } from "../../../generated/schema";
import { useConfirm } from "../../../ui/confirm";
import { Select } from "../../../ui/select";
import { notify } from "../../../ui/toasts";
import { useWords } from "../../../words/words";
import { type AccountRowFragment, SetUserRoleDocument } from "./accounts.generated";
import { useRoleOptions } from "./roles";
import { words } from "./words";

/** What somebody is, to be changed where it stands. */
export function RoleOf({ account }: { readonly account: AccountRowFragment }): React.JSX.Element {
  const say = useWords(words);
  const roles = useRoleOptions();
  const confirm = useConfirm();
  const { send, busy } = useSend(SetUserRoleDocument, (data) => data.setUserRole);

  async function change(role: Role): Promise<void> {
    if (role === account.role) return;
    const label = roles.find(({ value }) => value === role)?.label;
    const title = say("role.title", { name: account.name, role: label });
    const question = { title, text: say("role.text"), action: say("role.change") };
    if (!(await confirm(question))) return;
    if (await send({ id: account.id, role })) notify(say("role.changed", { name: account.name }));
  }

  return (
    <Select
      label={say("role.of", { name: account.name })}
      hideLabel
      value={account.role}
      onChange={(role) => void change(role)}
      options={roles}
      isDisabled={busy}
    />
  );
}
