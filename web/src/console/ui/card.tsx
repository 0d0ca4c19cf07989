import styles from "./card.module.css";

/** A surface that holds what belongs together. */
export function Card({ children }: { readonly children: React.ReactNode }): React.JSX.Element {
  return <div className={styles["card"]}>{children}</div>;
}
