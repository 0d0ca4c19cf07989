import { Button } from "../../../ui/button";
import { Dialog, DialogButtons } from "../../../ui/dialog";
import { Secret } from "../../../ui/secret";
import { useFormats } from "../../../words/formats";
import { useWords } from "../../../words/words";
import { words } from "./words";

/** A link by which somebody chooses their password, once. */
export interface Pass {
  readonly email: string;
  readonly link: string;
  readonly expiresAt: string;
}

interface Issued {
  readonly passwordPass: string | null;
  readonly expiresAt: string | null;
}

/** The link of a pass; after the `#`, which no server is sent. */
export function passOf(email: string, issued: Issued | null): Pass | null {
  if (!issued?.passwordPass || !issued.expiresAt) return null;
  const link = `${location.origin}/password#${issued.passwordPass}`;
  return { email, link, expiresAt: issued.expiresAt };
}

/** Shows a link that nobody can read again. */
export function PassDialog({
  pass,
  onClose,
}: {
  readonly pass: Pass | null;
  readonly onClose: () => void;
}): React.JSX.Element {
  const say = useWords(words);
  const { dateTime } = useFormats();
  return (
    <Dialog title={say("pass.title")} isOpen={pass !== null} onClose={onClose}>
      {pass && (
        <>
          <p>{say("pass.text", { email: pass.email, until: dateTime(pass.expiresAt) })}</p>
          <Secret label={say("pass.link")} value={pass.link} hint={say("pass.once")} />
        </>
      )}
      <DialogButtons>
        <Button kind="primary" onPress={onClose}>
          {say("pass.close")}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
