import { X } from "lucide-react";
import { Dialog as AriaDialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";

import { useWords } from "../words/words";
import { Button } from "./button";
import styles from "./dialog.module.css";
import { uiWords } from "./words";

interface Props {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: React.ReactNode;
}

/** A window over the page, for a form or a closer look; escape and a click beside it close it. */
export function Dialog({ title, isOpen, onClose, children }: Props): React.JSX.Element {
  const say = useWords(uiWords);
  return (
    <ModalOverlay
      isOpen={isOpen}
      isDismissable
      onOpenChange={(open) => !open && onClose()}
      className={styles["overlay"] ?? ""}
    >
      <Modal className={styles["modal"] ?? ""}>
        <AriaDialog className={styles["dialog"] ?? ""}>
          <header className={styles["head"]}>
            <Heading slot="title" className={styles["title"] ?? ""}>
              {title}
            </Heading>
            <Button kind="quiet" small square aria-label={say("close")} onPress={onClose}>
              <X aria-hidden="true" size={18} />
            </Button>
          </header>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** The row of buttons at the end of a dialog. */
export function DialogButtons({
  children,
}: {
  readonly children: React.ReactNode;
}): React.JSX.Element {
  return <div className={styles["buttons"]}>{children}</div>;
}
