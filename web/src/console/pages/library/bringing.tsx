import { useNavigate } from "@tanstack/react-router";
import { useClient } from "urql";

import { useAccount } from "../../session/account";
import { FilesAnywhere, type Handed } from "../../ui/files-anywhere";
import { notify } from "../../ui/toasts";
import { uiWords } from "../../ui/words";
import { useWords } from "../../words/words";

/** What is dropped on the library or pasted there comes into the list of the upload page. */
export function Bringing(): React.JSX.Element {
  const say = useWords(uiWords);
  const client = useClient();
  const navigate = useNavigate();
  const { id } = useAccount();

  async function take(handed: readonly Handed[]): Promise<void> {
    try {
      const { bring } = await import("../upload/bring");
      await bring(handed, client, id);
      await navigate({ to: "/upload" });
    } catch {
      notify(say("files.unreadable"), "bad");
    }
  }

  return <FilesAnywhere onFiles={(handed) => void take(handed)} />;
}
