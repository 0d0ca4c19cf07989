import { Outlet, useLocation } from "@tanstack/react-router";
import { Lock } from "lucide-react";

import { useIsAtLeast } from "../../session/account";
import { Empty } from "../../ui/empty";
import { Page } from "../../ui/page";
import { Sections } from "../../ui/sections";
import { useWords } from "../../words/words";
import { words } from "./words";

const PARTS = [
  "accounts",
  "jobs",
  "synchronization",
  "fields",
  "rules",
  "presets",
  "notices",
  "audit",
] as const;

/** What administrators see to, part by part. */
export function AdminPage(): React.JSX.Element {
  const say = useWords(words);
  const isAdmin = useIsAtLeast("ADMIN");
  const { pathname } = useLocation();
  const sections = PARTS.map((part) => ({ to: `/admin/${part}`, label: say(part) }) as const);
  const shown = sections.find(({ to }) => pathname.startsWith(to));
  if (!isAdmin) {
    return (
      <Page title={say("title")}>
        <Empty icon={<Lock />} title={say("notYours")}>
          {say("notYours.text")}
        </Empty>
      </Page>
    );
  }
  return (
    <Page title={say("title")} tab={shown ? `${shown.label} · ${say("title")}` : say("title")}>
      <Sections label={say("parts")} sections={sections} />
      <Outlet />
    </Page>
  );
}
