import { useNavigate } from "@tanstack/react-router";
import { Check } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import {
  Header,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  type Selection,
} from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";

import { type Choice, useChoice } from "../choice";
import { useAccount, useSession } from "../session/account";
import { THEMES, theme } from "../theme/theme";
import menu from "../ui/menu.module.css";
import { notify } from "../ui/toasts";
import { LANGUAGES, language, OWN_NAMES } from "../words/languages";
import { useWords } from "../words/words";
import { AccountButton } from "./account-button";
import styles from "./account-menu.module.css";
import { shellWords } from "./words";

/** Who is signed in, and what they set for themselves; open at once, since it is loaded to be. */
export function AccountMenu(): React.JSX.Element {
  const say = useWords(shellWords);
  const session = useSession();
  const account = useAccount();
  const navigate = useNavigate();
  const [isOpen, setIsOpen] = useState(false);
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    // The button that was pressed is gone: the focus has to be on ours, to come back to it.
    place.current?.querySelector("button")?.focus();
    setIsOpen(true);
  }, []);

  async function signOut(): Promise<void> {
    try {
      await session.signOut();
    } catch {
      notify(say("account.stillIn"), "bad");
    }
  }

  return (
    <MenuTrigger isOpen={isOpen} onOpenChange={setIsOpen}>
      <span ref={place} className={styles["place"]}>
        <AccountButton />
      </span>
      <Popover placement="bottom end" className={`${menu["popover"]} ${styles["wide"]}`}>
        <div className={styles["who"]}>
          <strong>{account.name}</strong>
          <span>{account.email}</span>
          <span>{say(`role.${account.role}`)}</span>
        </div>
        <Menu aria-label={say("account", { name: account.name })} className={menu["menu"] ?? ""}>
          <Options
            title={say("account.language")}
            choice={language}
            of={LANGUAGES.map((one) => [one, OWN_NAMES[one]])}
          />
          <Options
            title={say("account.theme")}
            choice={theme}
            of={THEMES.map((one) => [one, say(`theme.${one}`)])}
          />
          <MenuSection aria-label={say("account.settings")} className={styles["section"] ?? ""}>
            <MenuItem
              onAction={() => void navigate({ to: "/account" })}
              className={menu["item"] ?? ""}
            >
              {say("account.own")}
            </MenuItem>
            <MenuItem href="/graphql" target="_blank" className={menu["item"] ?? ""}>
              {say("account.graphiql")}
            </MenuItem>
            <MenuItem onAction={() => void signOut()} className={menu["item"] ?? ""}>
              {say("account.signOut")}
            </MenuItem>
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

interface OptionsProps<One extends string> {
  readonly title: string;
  readonly choice: Choice<One>;
  readonly of: readonly (readonly [One, string])[];
}

function Options<One extends string>({ title, choice, of }: OptionsProps<One>): React.JSX.Element {
  const chosen = useChoice(choice);

  function choose(keys: Selection): void {
    const found = of.find(([one]) => keys !== "all" && keys.has(one));
    if (found) choice.set(found[0]);
  }

  return (
    <MenuSection
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[chosen]}
      onSelectionChange={choose}
      className={styles["section"] ?? ""}
    >
      <Header className={styles["title"] ?? ""}>{title}</Header>
      {of.map(([one, name]) => (
        <MenuItem key={one} id={one} textValue={name} className={menu["item"] ?? ""}>
          {({ isSelected }) => (
            <>
              {name}
              {isSelected && <Check aria-hidden="true" size={16} />}
            </>
          )}
        </MenuItem>
      ))}
    </MenuSection>
  );
}
