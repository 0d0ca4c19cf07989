import { useNavigate, useSearch } from "@tanstack/react-router";
import { UserPlus, Users } from "lucide-react";
import { useState } from "react";

import { usePages } from "../../../client/pages";
import type { Role } from "../../../generated/schema";
import { Row } from "../../../ui/form";
import { ListPart } from "../../../ui/list-part";
import { Select } from "../../../ui/select";
import { useWords } from "../../../words/words";
import { accountsSearch } from "../search";
import { Typed } from "../typed";
import { type AccountRowFragment, AccountsDocument } from "./accounts.generated";
import { useAccountColumns } from "./columns";
import { EditAccount } from "./edit";
import { Invite } from "./invite";
import { type Pass, PassDialog } from "./pass";
import { useRoleOptions } from "./roles";
import { words } from "./words";

/** Who can sign in, what they are, and how they come in. */
export function Accounts(): React.JSX.Element {
  const say = useWords(words);
  const { begin, role } = useSearch({ from: "/signed-in/admin/accounts" });
  const [pass, setPass] = useState<Pass | null>(null);
  const [edited, setEdited] = useState<AccountRowFragment | null>(null);
  const pages = usePages({
    query: AccountsDocument,
    variables: (paging) => ({ ...paging, where: { search: begin ?? null, role: role ?? null } }),
    connection: (data) => data.users,
  });

  return (
    <>
      <ListPart
        title={say("title")}
        lead={say("lead")}
        pages={pages}
        columns={useAccountColumns({ onPass: setPass, onEdit: setEdited })}
        empty={{ icon: <Users />, title: say("none") }}
        add={{
          icon: <UserPlus aria-hidden="true" size={18} />,
          label: say("invite"),
          form: ({ onClose, onMade }) => (
            <Invite
              onClose={onClose}
              onInvited={(made) => {
                onMade();
                setPass(made);
              }}
            />
          ),
        }}
      >
        <Filter />
      </ListPart>
      {edited && <EditAccount account={edited} onClose={() => setEdited(null)} />}
      <PassDialog pass={pass} onClose={() => setPass(null)} />
    </>
  );
}

/** Whose accounts are shown; the address keeps it. */
function Filter(): React.JSX.Element {
  const say = useWords(words);
  const roles = useRoleOptions();
  const { begin, role } = useSearch({ from: "/signed-in/admin/accounts" });
  const navigate = useNavigate({ from: "/admin/accounts" });

  function filter(next: { readonly begin: string } | { readonly role: Role | "ANY" }): void {
    void navigate({ replace: true, search: (before) => accountsSearch({ ...before, ...next }) });
  }

  return (
    <Row>
      <Typed
        label={say("search")}
        type="search"
        value={begin ?? ""}
        onChange={(text) => filter({ begin: text })}
      />
      <Select<Role | "ANY">
        label={say("role")}
        value={role ?? "ANY"}
        onChange={(one) => filter({ role: one })}
        options={[{ value: "ANY", label: say("role.any") }, ...roles]}
      />
    </Row>
  );
}
