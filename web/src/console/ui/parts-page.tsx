import { Outlet, useLocation } from "@tanstack/react-router";
import { Lock } from "lucide-react";

import type { Role } from "../generated/schema";
import { useIsAtLeast } from "../session/account";
import { useWords } from "../words/words";
import { Empty } from "./empty";
import { Page } from "./page";
import { type Section, Sections } from "./sections";
import { uiWords } from "./words";

interface Props {
  readonly title: string;
  /** What the navigation between the parts is called. */
  readonly label: string;
  readonly sections: readonly Section[];
  /** Who is shown them; everybody else is told that they are not. */
  readonly role: Role;
}

/** A page of parts, each with an address of its own below the page's. */
export function PartsPage({ title, label, sections, role }: Props): React.JSX.Element {
  const say = useWords(uiWords);
  const may = useIsAtLeast(role);
  const { pathname } = useLocation();
  const shown = sections.find(({ to }) => pathname.startsWith(to));
  if (!may) {
    return (
      <Page title={title}>
        <Empty icon={<Lock />} title={say("notYours")}>
          {say("notYours.text")}
        </Empty>
      </Page>
    );
  }
  return (
    <Page title={title} tab={shown ? `${shown.label} · ${title}` : title}>
      <Sections label={label} sections={sections} />
      <Outlet />
    </Page>
  );
}
