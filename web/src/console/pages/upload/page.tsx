import { useEffect, useState, useSyncExternalStore } from "react";
import { useClient } from "urql";

import { useAccount, useIsAtLeast } from "../../session/account";
import { FilesAnywhere, type Handed } from "../../ui/files-anywhere";
import { notify } from "../../ui/toasts";
import { useWords } from "../../words/words";
import { DropArea } from "./files/drop-area";
import { FileList } from "./files/file-list";
import { filesOfHanded } from "./files/handed";
import { SendCard } from "./files/send-card";
import { Told } from "./files/told";
import { Frame } from "./frame";
import { useLimits } from "./limits";
import { uploadsOf } from "./travel/uploads";
import { words } from "./words";

/** Files of this machine, on their way into the library. */
export function UploadPage(): React.JSX.Element {
  const say = useWords(words);
  const may = useIsAtLeast("IMPORTER");
  return <Frame tab={say("part.files")}>{may && <Files />}</Frame>;
}

function Files(): React.JSX.Element {
  const say = useWords(words);
  const client = useClient();
  const { id } = useAccount();
  const [uploads] = useState(() => uploadsOf(client, id));
  const limits = useLimits();
  useEffect(() => {
    if (limits !== null) uploads.limit({ most: limits.uploadBytes, types: limits.uploadContentTypes });
  }, [uploads, limits]);
  const items = useSyncExternalStore(uploads.cargo.subscribe, uploads.cargo.list);
  const chosen = items.filter(({ state }) => state === "CHOSEN");
  async function take(handed: readonly Handed[]): Promise<void> {
    try {
      uploads.choose(await filesOfHanded(handed));
    } catch {
      notify(say("drop.unreadable"), "bad");
    }
  }

  return (
    <>
      <FilesAnywhere onFiles={(handed) => void take(handed)} />
      <DropArea isSmall={items.length > 0} onChoose={(files) => uploads.choose(files)} />
      {chosen.length > 0 && <SendCard uploads={uploads} chosen={chosen} />}
      {items.length > 0 && <FileList uploads={uploads} items={items} />}
      <Told items={items} />
    </>
  );
}
