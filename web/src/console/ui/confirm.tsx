import { createContext, use, useCallback, useState } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";

import { useWords } from "../words/words";
import { Button } from "./button";
import styles from "./dialog.module.css";
import { uiWords } from "./words";

interface Question {
  readonly title: string;
  readonly text?: React.ReactNode;
  /** What the button that goes on says, as a verb: "Delete". */
  readonly action: string;
  /** Whether what is destroyed cannot be had back. */
  readonly danger?: boolean;
}

type Ask = (question: Question) => Promise<boolean>;

interface Asked {
  readonly question: Question;
  readonly answer: (yes: boolean) => void;
}

const AskContext = createContext<Ask | null>(null);

/** Asks before something is done: `if (await confirm({ title, text, action })) …`. */
export function useConfirm(): Ask {
  const ask = use(AskContext);
  if (ask === null) throw new Error("There is no ConfirmProvider above.");
  return ask;
}

/** Where questions appear; once in the shell. */
export function ConfirmProvider({
  children,
}: {
  readonly children: React.ReactNode;
}): React.JSX.Element {
  const say = useWords(uiWords);
  const [asked, setAsked] = useState<Asked | null>(null);
  const ask = useCallback<Ask>(
    (question) => new Promise((answer) => setAsked({ question, answer })),
    [],
  );

  function end(yes: boolean): void {
    asked?.answer(yes);
    setAsked(null);
  }

  return (
    <AskContext value={ask}>
      {children}
      <ModalOverlay
        isOpen={asked !== null}
        isDismissable
        onOpenChange={(open) => !open && end(false)}
        className={styles["overlay"] ?? ""}
      >
        <Modal className={styles["modal"] ?? ""}>
          <Dialog role="alertdialog" className={styles["dialog"] ?? ""}>
            <Heading slot="title" className={styles["title"] ?? ""}>
              {asked?.question.title}
            </Heading>
            {asked?.question.text !== undefined && <div>{asked.question.text}</div>}
            <div className={styles["buttons"]}>
              <Button onPress={() => end(false)}>{say("cancel")}</Button>
              <Button
                autoFocus
                kind={asked?.question.danger ? "danger" : "primary"}
                onPress={() => end(true)}
              >
                {asked?.question.action}
              </Button>
            </div>
          </Dialog>
        </Modal>
      </ModalOverlay>
    </AskContext>
  );
}
