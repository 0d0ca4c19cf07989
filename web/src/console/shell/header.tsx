import { Link, useLocation } from "@tanstack/react-router";
import { Menu as MenuIcon } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";

import { useAccount } from "../session/account";
import { isAtLeast } from "../session/roles";
import { Button } from "../ui/button";
import { useWords } from "../words/words";
import { Account } from "./account-button";
import { Brand } from "./brand";
import styles from "./header.module.css";
import { PLACES } from "./places";
import { shellWords } from "./words";

/** No part of the first load: nothing is under way that early. */
const UploadIndicator = lazy(async () => ({
  default: (await import("../pages/upload/glance/indicator")).UploadIndicator,
}));

/** The name, the way to the pages that one's role has, and the account. */
export function Header(): React.JSX.Element {
  return (
    <header className={styles["header"]}>
      <div className={styles["inner"]}>
        <Drawer />
        <Link to="/library" className={styles["brand"]}>
          <Brand />
        </Link>
        <div className={styles["wide"]}>
          <Places />
        </div>
        <Suspense>
          <UploadIndicator />
        </Suspense>
        <Account />
      </div>
    </header>
  );
}

function Places({ icons = false }: { readonly icons?: boolean }): React.JSX.Element {
  const say = useWords(shellWords);
  const { role } = useAccount();
  const places = PLACES.filter(({ least }) => isAtLeast(role, least));
  return (
    <nav aria-label={say("navigation")}>
      <ul className={styles["places"]}>
        {places.map(({ key, to, icon: Icon }) => (
          <li key={key}>
            <Link to={to} className={styles["place"]}>
              {icons && <Icon aria-hidden="true" size={20} />}
              {say(`nav.${key}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The navigation of narrow screens. */
function Drawer(): React.JSX.Element {
  const say = useWords(shellWords);
  const { pathname } = useLocation();
  const [openAt, setOpenAt] = useState<string | null>(null);
  // It is open on one page: whoever moves to another has closed it.
  const isOpen = openAt === pathname;
  return (
    <div className={styles["narrow"]}>
      <Button
        kind="quiet"
        square
        aria-label={say("openNavigation")}
        onPress={() => setOpenAt(pathname)}
      >
        <MenuIcon aria-hidden="true" size={22} />
      </Button>
      <ModalOverlay
        isOpen={isOpen}
        isDismissable
        onOpenChange={(open) => setOpenAt(open ? pathname : null)}
        className={styles["shade"] ?? ""}
      >
        <Modal className={styles["drawer"] ?? ""}>
          <Dialog aria-label={say("navigation")} className={styles["drawerBody"] ?? ""}>
            <span className={styles["brand"]}>
              <Brand />
            </span>
            {/* Whoever chooses the page that is open already wants to see it. */}
            <div onClick={() => setOpenAt(null)}>
              <Places icons />
            </div>
          </Dialog>
        </Modal>
      </ModalOverlay>
    </div>
  );
}
