import { Link, useLocation } from "@tanstack/react-router";
import { useEffect, useRef } from "react";

import { center } from "./center";
import styles from "./sections.module.css";

type Target = React.ComponentProps<typeof Link>["to"];

/** A part of a page with an address of its own. */
export interface Section {
  readonly to: NonNullable<Target>;
  readonly label: string;
  /** It is the begin of the others' addresses, too. */
  readonly exact?: boolean;
}

interface Props {
  readonly label: string;
  readonly sections: readonly Section[];
}

/** The navigation within a page whose parts have addresses. */
export function Sections({ label, sections }: Props): React.JSX.Element {
  const list = useRef<HTMLUListElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    center(list.current, '[aria-current="page"]');
  }, [pathname]);
  return (
    <nav aria-label={label} className={styles["nav"]}>
      <ul ref={list} className={styles["list"]}>
        {sections.map(({ to, label: name, exact = false }) => (
          <li key={to}>
            <Link to={to} activeOptions={{ exact }} className={styles["link"]}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
