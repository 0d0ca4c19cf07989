import { useAccount } from "../../../session/account";
import { Chip } from "../../../ui/chip";
import type { Column } from "../../../ui/table";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import type { AccountRowFragment } from "./accounts.generated";
import { AccountActions } from "./actions";
import styles from "./accounts.module.css";
import type { Pass } from "./pass";
import { RoleOf } from "./role-of";
import { words } from "./words";

interface Doing {
  readonly onPass: (pass: Pass) => void;
  readonly onEdit: (account: AccountRowFragment) => void;
}

/** What a row of the accounts shows. */
export function useAccountColumns({ onPass, onEdit }: Doing): readonly Column<AccountRowFragment>[] {
  const say = useWords(words);
  const { date } = useFormats();
  const { id: own } = useAccount();
  return [
    {
      key: "name",
      label: say("name"),
      cell: (account) => (
        <div className={styles["who"]}>
          <strong>{account.name}</strong>
          <span>{account.email}</span>
        </div>
      ),
    },
    { key: "role", label: say("role"), cell: (account) => <RoleOf account={account} /> },
    {
      key: "state",
      label: say("state"),
      wrap: "never",
      cell: ({ disabledAt }) =>
        disabledAt === null ? (
          <Chip tone="good">{say("open")}</Chip>
        ) : (
          <Chip tone="bad">{say("shut")}</Chip>
        ),
    },
    { key: "since", label: say("since"), wrap: "never", cell: (one) => date(one.createdAt) },
    {
      key: "actions",
      label: say("actions"),
      quiet: true,
      end: true,
      cell: (account) => (
        <AccountActions
          account={account}
          isOwn={account.id === own}
          onPass={onPass}
          onEdit={onEdit}
        />
      ),
    },
  ];
}
