import { type SubmitEvent } from "react";

import styles from "./form.module.css";

interface Props {
  readonly onSubmit: () => void;
  readonly children: React.ReactNode;
}

/** Fields under each other, sent by the enter key or the button at the end. */
export function Form({ onSubmit, children }: Props): React.JSX.Element {
  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    onSubmit();
  }

  return (
    <form className={styles["form"]} onSubmit={submit}>
      {children}
    </form>
  );
}

/** Some short fields beside each other, as filters are. */
export function Row({ children }: { readonly children: React.ReactNode }): React.JSX.Element {
  return <div className={styles["row"]}>{children}</div>;
}

/** A part of a page: its heading, what it is for, what can be done, and its content. */
export function Part({
  title,
  lead,
  actions,
  children,
}: {
  readonly title: string;
  readonly lead?: React.ReactNode;
  readonly actions?: React.ReactNode;
  readonly children: React.ReactNode;
}): React.JSX.Element {
  return (
    <section className={styles["part"]} aria-label={title}>
      <header className={styles["head"]}>
        <div>
          <h2>{title}</h2>
          {lead !== undefined && <p className={styles["lead"]}>{lead}</p>}
        </div>
        {actions !== undefined && <Row>{actions}</Row>}
      </header>
      {children}
    </section>
  );
}
