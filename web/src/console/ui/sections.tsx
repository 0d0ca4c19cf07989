import { Link } from "@tanstack/react-router";

import styles from "./sections.module.css";

type Target = React.ComponentProps<typeof Link>["to"];

/** A part of a page with an address of its own. */
export interface Section {
  readonly to: NonNullable<Target>;
  readonly label: string;
}

interface Props {
  readonly label: string;
  readonly sections: readonly Section[];
}

/** The navigation within a page whose parts have addresses. */
export function Sections({ label, sections }: Props): React.JSX.Element {
  return (
    <nav aria-label={label} className={styles["nav"]}>
      <ul className={styles["list"]}>
        {sections.map(({ to, label: name }) => (
          <li key={to}>
            <Link to={to} className={styles["link"]}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
