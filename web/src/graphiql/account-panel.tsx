import { Button, type GraphiQLPlugin, useGraphiQLActions } from "@graphiql/react";
import { type FormEvent, useState, useSyncExternalStore } from "react";

import type { Account, Session } from "./account";

interface Props {
  readonly account: Account;
}

/** The panel where a person signs in and out. */
export function AccountPanel({ account }: Props): React.JSX.Element {
  const session = useSyncExternalStore(account.subscribe, account.session);
  return (
    <section className="account" aria-label="Account">
      <h2 className="account-title">Account</h2>
      {session === null ? (
        <SignInForm account={account} />
      ) : (
        <SignedIn session={session} onSignOut={account.signOut} />
      )}
    </section>
  );
}

function SignInForm({ account }: Props): React.JSX.Element {
  const { introspect } = useGraphiQLActions();
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function signIn(form: FormData): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      await account.signIn(text(form, "email"), text(form, "password"));
      await introspect();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  }

  function onSubmit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    void signIn(new FormData(event.currentTarget));
  }

  return (
    <form className="account-form" onSubmit={onSubmit}>
      <p>Your requests and subscriptions then carry your access token.</p>
      <label>
        E-mail
        <input name="email" type="email" autoComplete="username" required />
      </label>
      <label>
        Password
        <input name="password" type="password" autoComplete="current-password" required />
      </label>
      {problem !== null && (
        <p className="account-problem" role="alert">
          {problem}
        </p>
      )}
      <Button type="submit" disabled={busy}>
        {busy ? "Signing in …" : "Sign in"}
      </Button>
      <p className="account-note">
        No account yet? Run the Register tab; the first one becomes the administrator.
      </p>
    </form>
  );
}

interface SignedInProps {
  readonly session: Session;
  readonly onSignOut: () => void;
}

function SignedIn({ session, onSignOut }: SignedInProps): React.JSX.Element {
  return (
    <div className="account-form">
      <p>
        Signed in as <strong>{session.email}</strong> until {clock(session)}.
      </p>
      <p className="account-note">
        Requests carry your token unless the Headers editor has an Authorization of its own.
      </p>
      <Button type="button" onClick={onSignOut}>
        Sign out
      </Button>
    </div>
  );
}

interface StatusProps extends Props {
  readonly panel: GraphiQLPlugin;
}

/** Our name, and who is signed in; opens the panel. */
export function AccountStatus({ account, panel }: StatusProps): React.JSX.Element {
  const session = useSyncExternalStore(account.subscribe, account.session);
  const { setVisiblePlugin } = useGraphiQLActions();
  return (
    <div className="brand">
      <button
        type="button"
        className="brand-account"
        data-signed-in={session !== null}
        onClick={() => setVisiblePlugin(panel)}
      >
        {session?.email ?? "Sign in"}
      </button>
      <span className="brand-name">Ecogram</span>
    </div>
  );
}

/** A head and shoulders, for the button that opens the panel. */
export function PersonIcon(): React.JSX.Element {
  return (
    <svg viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <circle cx="10" cy="6.5" r="3.5" />
      <path d="M3 17.5c.6-3.6 3.4-5.5 7-5.5s6.4 1.9 7 5.5" strokeLinecap="round" />
    </svg>
  );
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

function clock(session: Session): string {
  const time = new Date(session.expiresAt);
  return time.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}
