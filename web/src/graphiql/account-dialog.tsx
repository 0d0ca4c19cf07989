import { Button, Dialog, useGraphiQLActions } from "@graphiql/react";
import { type SubmitEvent, useState, useSyncExternalStore } from "react";

import type { Account, Session } from "./account";

interface Props {
  readonly account: Account;
}

/** A button that says who is signed in, and opens the place to sign in or out. */
export function AccountDialog({ account }: Props): React.JSX.Element {
  const session = useSyncExternalStore(account.subscribe, account.session);
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="account-button"
        data-signed-in={session !== null}
        onClick={() => setOpen(true)}
      >
        <span className="account-name">{session?.email ?? "Sign in"}</span>
      </button>
      <Dialog open={open} onOpenChange={setOpen}>
        <div className="graphiql-dialog-header">
          <Dialog.Title className="graphiql-dialog-title">Account</Dialog.Title>
          <Dialog.Close />
        </div>
        {session === null ? (
          <SignIn account={account} onDone={() => setOpen(false)} />
        ) : (
          <SignedIn session={session} onSignOut={account.signOut} />
        )}
      </Dialog>
    </>
  );
}

interface SignInProps extends Props {
  readonly onDone: () => void;
}

function SignIn({ account, onDone }: SignInProps): React.JSX.Element {
  const { introspect } = useGraphiQLActions();
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function signIn(form: FormData): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      await account.signIn(text(form, "email"), text(form, "password"));
      onDone();
      // What the schema shows may depend on who asks.
      await introspect();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  }

  function onSubmit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    void signIn(new FormData(event.currentTarget));
  }

  return (
    <form className="account" onSubmit={onSubmit}>
      <Dialog.Description>
        Requests and subscriptions from this page then carry your access token. No account yet? Run
        the Register tab first.
      </Dialog.Description>
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
    </form>
  );
}

interface SignedInProps {
  readonly session: Session;
  readonly onSignOut: () => void;
}

function SignedIn({ session, onSignOut }: SignedInProps): React.JSX.Element {
  return (
    <div className="account">
      <Dialog.Description>
        Signed in as <strong>{session.email}</strong> until {clock(session)}. An Authorization in
        the Headers editor goes before this token.
      </Dialog.Description>
      <Button type="button" onClick={onSignOut}>
        Sign out
      </Button>
    </div>
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
