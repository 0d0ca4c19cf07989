import { UserPlus, Users } from "lucide-react";
import { useDeferredValue, useState } from "react";

import { usePages } from "../../../client/pages";
import type { Role } from "../../../generated/schema";
import { Button } from "../../../ui/button";
import { Empty } from "../../../ui/empty";
import { Field } from "../../../ui/field";
import { Part, Row } from "../../../ui/form";
import { Listing } from "../../../ui/listing";
import { Select } from "../../../ui/select";
import { useWords } from "../../../words/words";
import { AccountsDocument } from "./accounts.generated";
import { useAccountColumns } from "./columns";
import { EditAccount } from "./edit";
import { Invite } from "./invite";
import { type Pass, PassDialog } from "./pass";
import { useRoleOptions } from "./roles";
import { words } from "./words";
import type { AccountRowFragment } from "./accounts.generated";

/** Who can sign in, what they are, and how they come in. */
export function Accounts(): React.JSX.Element {
  const say = useWords(words);
  const roles = useRoleOptions();
  const [typed, setSearch] = useState("");
  const [role, setRole] = useState<Role | "ANY">("ANY");
  const [inviting, setInviting] = useState(false);
  const [pass, setPass] = useState<Pass | null>(null);
  const [edited, setEdited] = useState<AccountRowFragment | null>(null);
  const search = useDeferredValue(typed.trim());
  const pages = usePages({
    query: AccountsDocument,
    variables: (paging) => ({
      ...paging,
      where: { search: search || null, role: role === "ANY" ? null : role },
    }),
    connection: (data) => data.users,
  });
  const columns = useAccountColumns({ onPass: setPass, onEdit: setEdited });

  return (
    <Part
      title={say("title")}
      lead={say("lead")}
      actions={
        <Button kind="primary" onPress={() => setInviting(true)}>
          <UserPlus aria-hidden="true" size={18} />
          {say("invite")}
        </Button>
      }
    >
      <Row>
        <Field label={say("search")} value={typed} onChange={setSearch} type="search" />
        <Select
          label={say("role")}
          value={role}
          onChange={setRole}
          options={[{ value: "ANY", label: say("role.any") }, ...roles]}
        />
      </Row>
      <Listing
        label={say("title")}
        pages={pages}
        columns={columns}
        rowKey={({ id }) => id}
        empty={<Empty icon={<Users />} title={say("none")} />}
      />
      {inviting && (
        <Invite
          onClose={() => setInviting(false)}
          onInvited={(made) => {
            setInviting(false);
            setPass(made);
            pages.reload();
          }}
        />
      )}
      {edited && <EditAccount account={edited} onClose={() => setEdited(null)} />}
      <PassDialog pass={pass} onClose={() => setPass(null)} />
    </Part>
  );
}
