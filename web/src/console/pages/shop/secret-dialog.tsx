import { Button } from "../../ui/button";
import { Dialog, DialogButtons } from "../../ui/dialog";
import { Secret } from "../../ui/secret";
import { useWords } from "../../words/words";
import { words } from "./words";

interface Props {
  readonly secret: string | null;
  readonly label: string;
  /** What it is for. */
  readonly text: string;
  readonly onClose: () => void;
}

/** Shows a secret that nobody can read again. */
export function SecretDialog({ secret, label, text, onClose }: Props): React.JSX.Element {
  const say = useWords(words);
  return (
    <Dialog title={label} isOpen={secret !== null} onClose={onClose}>
      <p>{text}</p>
      <Secret label={label} value={secret ?? ""} hint={say("once")} />
      <DialogButtons>
        <Button kind="primary" onPress={onClose}>
          {say("haveIt")}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
