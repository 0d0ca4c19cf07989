import { Link, useSearch } from "@tanstack/react-router";

import { useSession } from "../../session/account";
import { Door } from "../../shell/door";
import styles from "../../shell/door.module.css";
import { DoorForm, typed } from "../../shell/door-form";
import { Field } from "../../ui/field";
import { useRichWords, useWords } from "../../words/words";
import { words } from "./words";

export function SignInPage(): React.JSX.Element {
  const say = useWords(words);
  const rich = useRichWords(words);
  const session = useSession();
  const { next } = useSearch({ from: "/sign-in" });
  return (
    <Door title={say("title")} {...(next !== undefined && { next })}>
      <DoorForm
        action={say("submit")}
        unreachable={say("unreachable")}
        send={(form) => session.signIn(typed(form, "email"), typed(form, "password"))}
      >
        <Field name="email" type="email" label={say("email")} autoComplete="username" isRequired />
        <Field
          name="password"
          type="password"
          label={say("password")}
          autoComplete="current-password"
          isRequired
        />
      </DoorForm>
      <p className={styles["other"]}>
        {rich("register", {
          link: (parts) => (
            <Link key="link" to="/register">
              {parts}
            </Link>
          ),
        })}
      </p>
    </Door>
  );
}
