import { CircleUserRound } from "lucide-react";
import { lazy, Suspense, useState } from "react";

import { useAccount } from "../session/account";
import { Button } from "../ui/button";
import { useWords } from "../words/words";
import styles from "./account-menu.module.css";
import { shellWords } from "./words";

const AccountMenu = lazy(() => import("./account-menu").then((module) => ({ default: module.AccountMenu })));

/** The button of the account's menu; what makes menus is loaded when somebody wants one. */
export function Account(): React.JSX.Element {
  const [wanted, setWanted] = useState(false);
  const button = <AccountButton onPress={() => setWanted(true)} />;
  return wanted ? (
    <Suspense fallback={button}>
      <AccountMenu />
    </Suspense>
  ) : (
    button
  );
}

/** Who is signed in. */
export function AccountButton({ onPress }: { readonly onPress?: () => void }): React.JSX.Element {
  const say = useWords(shellWords);
  const account = useAccount();
  return (
    <Button
      kind="quiet"
      aria-label={say("account", { name: account.name })}
      aria-haspopup="menu"
      {...(onPress && { onPress })}
    >
      <CircleUserRound aria-hidden="true" size={22} />
      <span className={styles["name"]}>{account.name}</span>
    </Button>
  );
}
