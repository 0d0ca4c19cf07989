import { Lock } from "lucide-react";

import { useIsAtLeast } from "../../session/account";
import { Empty } from "../../ui/empty";
import { Page } from "../../ui/page";
import { Sections } from "../../ui/sections";
import { useWords } from "../../words/words";
import { words } from "./words";

/** What both parts of the page have around them; whoever may not upload is told so. */
export function Frame({
  tab,
  children,
}: {
  readonly tab: string;
  readonly children: React.ReactNode;
}): React.JSX.Element {
  const say = useWords(words);
  const may = useIsAtLeast("IMPORTER");
  const sections = [
    { to: "/upload", label: say("part.files"), exact: true },
    { to: "/upload/imports", label: say("part.imports") },
  ] as const;
  return (
    <Page title={say("title")} tab={`${say("title")}: ${tab}`}>
      {may ? (
        <>
          <Sections label={say("parts")} sections={sections} />
          {children}
        </>
      ) : (
        <Empty icon={<Lock />} title={say("forbidden")}>
          {say("forbidden.text")}
        </Empty>
      )}
    </Page>
  );
}
