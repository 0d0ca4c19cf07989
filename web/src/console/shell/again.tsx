import { Dialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";

import { useAccount, useSession } from "../session/account";
import { Button } from "../ui/button";
import frame from "../ui/dialog.module.css";
import { Field } from "../ui/field";
import { useWords } from "../words/words";
import styles from "./again.module.css";
import { DoorForm, typed } from "./door-form";
import { shellWords } from "./words";

/** Over the page of somebody whose session ended by itself: they sign in, and go on. */
export function Again(): React.JSX.Element {
  const say = useWords(shellWords);
  const session = useSession();
  const { email } = useAccount();
  return (
    <ModalOverlay isOpen isKeyboardDismissDisabled className={frame["overlay"] ?? ""}>
      <Modal className={frame["modal"] ?? ""}>
        <Dialog role="alertdialog" className={frame["dialog"] ?? ""}>
          <Heading slot="title" className={frame["title"] ?? ""}>
            {say("again.title")}
          </Heading>
          <p className={styles["text"]}>{say("again.text", { email })}</p>
          <DoorForm
            action={say("again.submit")}
            unreachable={say("again.unreachable")}
            send={(form) => session.signIn(email, typed(form, "password"))}
          >
            {/* For what keeps passwords: it has to know whose this is. */}
            <input name="email" type="hidden" autoComplete="username" value={email} readOnly />
            <Field
              name="password"
              type="password"
              label={say("again.password")}
              autoComplete="current-password"
              isRequired
              autoFocus
            />
          </DoorForm>
          <Button kind="quiet" onPress={session.forget}>
            {say("again.other")}
          </Button>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
