import { Link } from "@tanstack/react-router";

import { useSession } from "../../session/account";
import { Door } from "../../shell/door";
import styles from "../../shell/door.module.css";
import { DoorForm, typed } from "../../shell/door-form";
import { Field } from "../../ui/field";
import { useRichWords, useWords } from "../../words/words";
import { words } from "./words";

export function RegisterPage(): React.JSX.Element {
  const say = useWords(words);
  const rich = useRichWords(words);
  const session = useSession();

  return (
    <Door title={say("title")}>
      <DoorForm
        action={say("submit")}
        unreachable={say("unreachable")}
        send={(form) =>
          session.register({
            name: typed(form, "name"),
            email: typed(form, "email"),
            password: typed(form, "password"),
          })
        }
      >
        <Field name="name" label={say("name")} autoComplete="name" maxLength={100} isRequired />
        <Field name="email" type="email" label={say("email")} autoComplete="username" isRequired />
        <Field
          name="password"
          type="password"
          label={say("password")}
          hint={say("passwordHint")}
          autoComplete="new-password"
          isRequired
        />
      </DoorForm>
      <p className={styles["other"]}>
        {rich("signIn", {
          link: (parts) => (
            <Link key="link" to="/sign-in">
              {parts}
            </Link>
          ),
        })}
      </p>
    </Door>
  );
}
