import { Link, useLocation } from "@tanstack/react-router";
import { useState } from "react";

import { useSession } from "../../session/account";
import { Door } from "../../shell/door";
import styles from "../../shell/door.module.css";
import { DoorForm, typed } from "../../shell/door-form";
import { Field } from "../../ui/field";
import { useWords } from "../../words/words";
import { words } from "./words";

/** Where a one-time link leads: `/password#PASS`. No server sees what follows the `#`. */
export function PasswordPage(): React.JSX.Element {
  const say = useWords(words);
  const session = useSession();
  const { hash } = useLocation();
  const [isDone, setIsDone] = useState(false);

  async function redeem(form: FormData): ReturnType<typeof session.redeem> {
    const refusals = await session.redeem(hash, typed(form, "password"));
    setIsDone(refusals.length === 0);
    return refusals;
  }

  if (hash === "" || isDone) {
    return (
      <Door title={say(isDone ? "done" : "title")}>
        <p role="status">{say(isDone ? "done.text" : "incomplete")}</p>
        <p className={styles["other"]}>
          <Link to="/sign-in">{say("signIn")}</Link>
        </p>
      </Door>
    );
  }
  return (
    <Door title={say("title")}>
      <p>{say("lead")}</p>
      <DoorForm action={say("submit")} unreachable={say("unreachable")} send={redeem}>
        <Field
          name="password"
          type="password"
          label={say("password")}
          hint={say("passwordHint")}
          autoComplete="new-password"
          isRequired
        />
      </DoorForm>
    </Door>
  );
}
