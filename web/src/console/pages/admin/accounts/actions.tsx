import { useSend } from "../../../client/send";
import { Button } from "../../../ui/button";
import { useConfirm } from "../../../ui/confirm";
import { RowMenu } from "../../../ui/row-menu";
import { notify } from "../../../ui/toasts";
import { useWords } from "../../../words/words";
import {
  type AccountRowFragment,
  DisableUserDocument,
  EnableUserDocument,
  IssuePasswordPassDocument,
} from "./accounts.generated";
import styles from "./accounts.module.css";
import { type Pass, passOf } from "./pass";
import { words } from "./words";

interface Props {
  readonly account: AccountRowFragment;
  /** Whether it is that of whoever looks; nobody shuts themselves out. */
  readonly isOwn: boolean;
  readonly onPass: (pass: Pass) => void;
  readonly onEdit: (account: AccountRowFragment) => void;
}

/** What can be done with an account. */
export function AccountActions({ account, isOwn, onPass, onEdit }: Props): React.JSX.Element {
  const say = useWords(words);
  const confirm = useConfirm();
  const { name, id } = account;
  const isShut = account.disabledAt !== null;
  const issue = useSend(IssuePasswordPassDocument, (data) => data.issuePasswordPass);
  const shut = useSend(DisableUserDocument, (data) => data.disableUser);
  const open = useSend(EnableUserDocument, (data) => data.enableUser);

  async function makePass(): Promise<void> {
    const question = { title: say("pass.ask", { name }), text: say("pass.askText") };
    if (!(await confirm({ ...question, action: say("pass.make") }))) return;
    const made = passOf(account.email, await issue.send({ id }));
    if (made) onPass(made);
  }

  async function disable(): Promise<void> {
    const question = { title: say("shut.title", { name }), text: say("shut.text") };
    if (!(await confirm({ ...question, action: say("shut.do"), danger: true }))) return;
    if (await shut.send({ id, keepApiKeys: false })) notify(say("shut.done", { name }));
  }

  async function enable(): Promise<void> {
    if (await open.send({ id })) notify(say("open.done", { name }));
  }

  return (
    <div className={styles["actions"]}>
      <Button small aria-label={say("edit.which", { name })} onPress={() => onEdit(account)}>
        {say("edit")}
      </Button>
      <RowMenu
        label={say("more.which", { name })}
        of={[
          {
            key: "pass",
            label: say("pass.menu"),
            isDisabled: issue.busy || isShut,
            onDo: () => void makePass(),
          },
          isShut
            ? { key: "open", label: say("open.do"), isDisabled: open.busy, onDo: () => void enable() }
            : {
                key: "shut",
                label: say("shut.do"),
                isDisabled: isOwn || shut.busy,
                onDo: () => void disable(),
              },
        ]}
      />
    </div>
  );
}
