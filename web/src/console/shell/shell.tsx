import { Outlet, useLocation, useRouter } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { Provider } from "urql";

import { makeClient } from "../client/client";
import { useSession, useSessionState } from "../session/account";
import { accountOf } from "../session/session";
import { Loading } from "../ui/problem";
import { useWords } from "../words/words";
import { Away } from "./away";
import { Header } from "./header";
import styles from "./shell.module.css";
import { shellWords } from "./words";

const Again = lazy(async () => ({ default: (await import("./again")).Again }));

/**
 * The frame of all pages behind the sign-in; who is not signed in is led there and back. Whose
 * session ended by itself signs in over the page, so that nothing on it is lost.
 */
export function Shell(): React.JSX.Element {
  const session = useSession();
  const state = useSessionState();
  const account = accountOf(state)?.id ?? null;
  // What one account has read, the next one must not see: each has a client of its own.
  const client = useMemo(
    () => (account === null ? null : makeClient(new URL("/graphql", location.origin), session)),
    [account, session],
  );
  if (state.is === "unknown") return <Loading />;
  if (state.is === "away") return <Away />;
  if (client === null) return <ToSignIn />;
  return (
    <Provider value={client} key={account}>
      <Pages />
      {state.is === "out" && (
        <Suspense>
          <Again />
        </Suspense>
      )}
    </Provider>
  );
}

/** Once, from where one was: `Navigate` would go again whenever the address changes. */
function ToSignIn(): React.JSX.Element {
  const router = useRouter();
  useEffect(() => {
    const search = { next: router.state.location.href };
    void router.navigate({ to: "/sign-in", search, replace: true });
  }, [router]);
  return <Loading />;
}

function Pages(): React.JSX.Element {
  const say = useWords(shellWords);
  const main = useRef<HTMLElement>(null);
  useFocusOnMove(main);
  return (
    <>
      <a
        href="#content"
        className={styles["skip"]}
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {say("skip")}
      </a>
      <Header />
      <Offline />
      <main id="content" ref={main} tabIndex={-1} className={styles["main"]}>
        <Outlet />
      </main>
    </>
  );
}

/** After a move to another page, keyboard and screen reader go on at its begin. */
function useFocusOnMove(main: React.RefObject<HTMLElement | null>): void {
  const { pathname } = useLocation();
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    main.current?.focus({ preventScroll: true });
  }, [main, pathname]);
}

function Offline(): React.JSX.Element {
  const say = useWords(shellWords);
  const online = useSyncExternalStore(watchLine, () => navigator.onLine);
  return (
    <div role="status" className={online ? "visually-hidden" : styles["offline"]}>
      {online ? "" : say("offline")}
    </div>
  );
}

function watchLine(listener: () => void): () => void {
  window.addEventListener("online", listener);
  window.addEventListener("offline", listener);
  return () => {
    window.removeEventListener("online", listener);
    window.removeEventListener("offline", listener);
  };
}
