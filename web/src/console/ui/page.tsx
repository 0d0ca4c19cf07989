import { useEffect } from "react";

import styles from "./page.module.css";

interface Props {
  /** The page's heading, and the name of its tab in the browser. */
  readonly title: string;
  /** The name of the tab, where an address shows one part of the page. */
  readonly tab?: string;
  /** A sentence below the heading. */
  readonly lead?: React.ReactNode;
  /** Buttons beside the heading. */
  readonly actions?: React.ReactNode;
  /** A column as wide as one reads, for forms and texts. */
  readonly narrow?: boolean;
  /** The heading for screen readers only, where the page shows its own. */
  readonly hideTitle?: boolean;
  readonly children: React.ReactNode;
}

/** What every page is: a title, a heading, actions, and its content in the main landmark. */
export function Page({
  title,
  tab = title,
  lead,
  actions,
  narrow = false,
  hideTitle = false,
  children,
}: Props): React.JSX.Element {
  useEffect(() => {
    document.title = `${tab} · Ecogram`;
  }, [tab]);
  return (
    <div className={`${styles["page"]} ${narrow ? styles["narrow"] : ""}`}>
      <header className={hideTitle ? "visually-hidden" : styles["head"]}>
        <div className={styles["titles"]}>
          <h1>{title}</h1>
          {lead !== undefined && <p className={styles["lead"]}>{lead}</p>}
        </div>
        {actions !== undefined && <div className={styles["actions"]}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}
