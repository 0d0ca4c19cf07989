import styles from "./empty.module.css";

interface Props {
  readonly icon?: React.ReactNode;
  readonly title: string;
  readonly children?: React.ReactNode;
  /** What to do about it. */
  readonly action?: React.ReactNode;
}

/** What stands where there is nothing (yet), and the way on. */
export function Empty({ icon, title, children, action }: Props): React.JSX.Element {
  return (
    <div className={styles["empty"]}>
      {icon !== undefined && (
        <div className={styles["icon"]} aria-hidden="true">
          {icon}
        </div>
      )}
      <h2>{title}</h2>
      {children !== undefined && <p className={styles["text"]}>{children}</p>}
      {action}
    </div>
  );
}
