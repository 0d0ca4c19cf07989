import { Button, Dialog, useGraphiQLActions } from "@graphiql/react";
import { type SubmitEvent, useState, useSyncExternalStore } from "react";

import { type Session, Unreachable } from "../console/session/session";

interface Props {
  readonly session: Session;
}

/** A button that says who is signed in, and opens the place to sign in or out. */
export function AccountDialog({ session }: Props): React.JSX.Element {
  const state = useSyncExternalStore(session.subscribe, session.state);
  const email = state.is === "in" ? state.signedIn.account.email : null;
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="account-button"
        data-signed-in={email !== null}
        onClick={() => setOpen(true)}
      >
        <span className="account-name">{email ?? "Sign in"}</span>
      </button>
      <Dialog open={open} onOpenChange={setOpen}>
        <div className="graphiql-dialog-header">
          <Dialog.Title className="graphiql-dialog-title">Account</Dialog.Title>
          <Dialog.Close />
        </div>
        {email === null ? (
          <SignIn session={session} onDone={() => setOpen(false)} />
        ) : (
          <SignedIn session={session} email={email} />
        )}
      </Dialog>
    </>
  );
}

interface SignInProps extends Props {
  readonly onDone: () => void;
}

function SignIn({ session, onDone }: SignInProps): React.JSX.Element {
  const { introspect } = useGraphiQLActions();
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function signIn(form: FormData): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      const [refusal] = await session.signIn(text(form, "email"), text(form, "password"));
      if (refusal) {
        setProblem(refusal.message);
        return;
      }
      onDone();
      // What the schema shows may depend on who asks.
      await introspect();
    } catch (error) {
      setProblem(complaint(error));
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
        Requests and subscriptions from this page then carry your account. No account yet? Run
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

interface SignedInProps extends Props {
  readonly email: string;
}

function SignedIn({ session, email }: SignedInProps): React.JSX.Element {
  const [problem, setProblem] = useState<string | null>(null);

  async function signOut(): Promise<void> {
    try {
      await session.signOut();
    } catch (error) {
      setProblem(complaint(error));
    }
  }

  return (
    <div className="account">
      <Dialog.Description>
        Signed in as <strong>{email}</strong>, here and in the console. An Authorization in the
        Headers editor goes before this account.
      </Dialog.Description>
      {problem !== null && (
        <p className="account-problem" role="alert">
          {problem}
        </p>
      )}
      <Button type="button" onClick={() => void signOut()}>
        Sign out
      </Button>
    </div>
  );
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

function complaint(error: unknown): string {
  if (error instanceof Unreachable) return error.message;
  throw error;
}
