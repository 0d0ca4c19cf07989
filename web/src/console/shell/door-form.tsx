import { type SubmitEvent, useState } from "react";

import type { RefusalFragment } from "../client/refusal.generated";
import { useRefusalText } from "../client/refusals";
import { Unreachable } from "../session/session";
import { Button } from "../ui/button";
import styles from "./door.module.css";

interface Props {
  readonly action: string;
  readonly unreachable: string;
  /** What was refused; nothing once it is done. @throws Unreachable */
  readonly send: (form: FormData) => Promise<readonly RefusalFragment[]>;
  readonly children: React.ReactNode;
}

/** A form before the sign-in, and what was refused. */
export function DoorForm({ action, unreachable, send, children }: Props): React.JSX.Element {
  const sayRefusal = useRefusalText();
  const [refusals, setRefusals] = useState<readonly RefusalFragment[]>([]);
  const [isLost, setIsLost] = useState(false);
  const [busy, setBusy] = useState(false);

  async function submit(form: FormData): Promise<void> {
    setBusy(true);
    setIsLost(false);
    setRefusals([]);
    try {
      setRefusals(await send(form));
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      setIsLost(true);
    } finally {
      setBusy(false);
    }
  }

  function onSubmit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    void submit(new FormData(event.currentTarget));
  }

  const said = isLost ? [unreachable] : refusals.map(sayRefusal);
  return (
    <form className={styles["form"]} onSubmit={onSubmit}>
      {children}
      <div role="alert" className={said.length > 0 ? styles["refused"] : "visually-hidden"}>
        {said.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      <Button type="submit" kind="primary" isDisabled={busy}>
        {action}
      </Button>
    </form>
  );
}

/** What was typed into a field of the form. */
export function typed(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
