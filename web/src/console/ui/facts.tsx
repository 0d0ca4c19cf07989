import styles from "./facts.module.css";

/** Names and what they are, beside each other. */
export function Facts({
  facts,
}: {
  readonly facts: readonly (readonly [string, React.ReactNode])[];
}): React.JSX.Element {
  return (
    <dl className={styles["facts"]}>
      {facts.map(([name, value]) => (
        <div key={name} className={styles["fact"]}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
