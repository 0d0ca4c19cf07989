import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";

import { useChoice } from "../choice";
import { useSessionState } from "../session/account";
import { Loading } from "../ui/problem";
import { LANGUAGES, language, OWN_NAMES } from "../words/languages";
import { Away } from "./away";
import { Brand } from "./brand";
import styles from "./door.module.css";

interface Props {
  readonly title: string;
  /** Where those go on who are signed in, as a path of ours. */
  readonly next?: string;
  readonly children: React.ReactNode;
}

/** The page before the sign-in: one form, and the choice of the language. */
export function Door({ title, next = "/library", children }: Props): React.JSX.Element {
  const state = useSessionState();
  useEffect(() => {
    document.title = `${title} · Ecogram`;
  }, [title]);
  if (state.is === "unknown") return <Loading />;
  if (state.is === "away") return <Away />;
  if (state.is === "in") return <Onward to={next} />;
  return (
    <main className={styles["door"]}>
      <div className={styles["card"]}>
        <Brand />
        <h1 className={styles["title"]}>{title}</h1>
        {children}
      </div>
      <Languages />
    </main>
  );
}

/** To a path that may have a query, so not as the router types its links. */
function Onward({ to }: { readonly to: string }): React.JSX.Element {
  const { history } = useRouter();
  useEffect(() => history.replace(to), [history, to]);
  return <Loading />;
}

function Languages(): React.JSX.Element {
  const spoken = useChoice(language);
  return (
    <div className={styles["languages"]}>
      {LANGUAGES.map((one) => (
        <button
          key={one}
          type="button"
          lang={one}
          aria-pressed={one === spoken}
          className={styles["language"]}
          onClick={() => language.set(one)}
        >
          {OWN_NAMES[one]}
        </button>
      ))}
    </div>
  );
}
