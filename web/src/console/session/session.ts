import { stringifyDocument, type TypedDocumentNode } from "@urql/core";

import type { RefusalFragment } from "../client/refusal.generated";
import type { RegisterInput } from "../generated/schema";
import {
  LoginDocument,
  LogoutDocument,
  RedeemPasswordPassDocument,
  RefreshSessionDocument,
  RegisterDocument,
  type SignedInFragment,
} from "./session.generated";

export type Account = SignedInFragment["account"];

/**
 * Nobody has looked yet; the server could not be asked so far, and is asked again; nobody is
 * signed in (any more); somebody is.
 *
 * `left` is whose session ended by itself: they may go on where they were once they sign in again.
 */
export type SessionState =
  | { readonly is: "unknown" }
  | { readonly is: "away" }
  | { readonly is: "out"; readonly left: Account | null }
  | { readonly is: "in"; readonly signedIn: SignedInFragment };

/** The server could not be asked, or broke down. */
export class Unreachable extends Error {
  override name = "Unreachable";
}

const NAME = "ecogram/session";
/** So long before its end an access token is renewed, in milliseconds. */
const EARLY = 60_000;
const SOON = 5_000;
/** Nobody waits longer for an answer, and no other tab for its turn, in milliseconds. */
const PATIENCE = 30_000;
const NOBODY: SessionState = { is: "out", left: null };
/** `setTimeout` takes no more. */
const LONGEST = 2 ** 31 - 1;

/**
 * The session of this browser, in step over all tabs.
 *
 * The access token is in memory alone; the refresh token is in a cookie that no script can read.
 * Tokens are renewed before they end, by one tab at a time, which tells the others.
 */
export class Session {
  readonly #endpoint: URL;
  readonly #tabs = new BroadcastChannel(NAME);
  readonly #listeners = new Set<() => void>();
  #state: SessionState = { is: "unknown" };
  /** How far the server's clock is before ours, in milliseconds: ours may be quite wrong. */
  #skew = 0;
  #timer: number | undefined;
  #renewing: Promise<boolean> | null = null;

  constructor(endpoint: URL) {
    this.#endpoint = endpoint;
    this.#tabs.onmessage = (event: MessageEvent<SessionState>) => this.#become(event.data);
    // A page that the browser kept for its back button has heard nothing meanwhile.
    window.addEventListener("pageshow", ({ persisted }) => {
      if (persisted) void this.renew();
    });
  }

  /** The same object until it changes. */
  state = (): SessionState => this.#state;

  /** Calls back after every change; returns what ends that. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Who is signed in, or was until their session ended by itself. */
  account = (): Account | null => accountOf(this.#state);

  /** The access token, or null; it may be over. */
  token = (): string | null =>
    this.#state.is === "in" ? this.#state.signedIn.accessToken : null;

  /** The access token of that account, or null where somebody else is signed in by now. */
  tokenOf = (account: string | undefined): string | null =>
    this.account()?.id === account ? this.token() : null;

  /** Whether there is no access token, or it is over, or so nearly that it is no use. */
  isStale = (): boolean => this.#state.is !== "in" || remaining(this.#state.signedIn) < SOON;

  /** Has a good token, if there can be one: waits while somebody is asked to sign in again. */
  ready = async (): Promise<void> => {
    await this.renew();
    await this.#until((state) => state.is !== "out" || state.left === null);
  };

  /** Goes on with the session that the cookie keeps, if there is one. */
  start = async (): Promise<void> => {
    await this.renew();
  };

  /** What was refused; nothing once signed in. @throws Unreachable */
  signIn = (email: string, password: string): Promise<readonly RefusalFragment[]> =>
    // Not while a tab renews: its cookie would come after ours.
    alone(async () => {
      const { login } = await this.#ask(LoginDocument, { email, password });
      if (login.session) this.#enter(login.session);
      return login.userErrors;
    });

  /** Makes an account and signs in to it. What was refused; nothing once done. */
  register = async (input: RegisterInput): Promise<readonly RefusalFragment[]> => {
    const { register } = await this.#ask(RegisterDocument, { input });
    if (register.userErrors.length > 0) return register.userErrors;
    return this.signIn(input.email, input.password);
  };

  /** Sets a password by a pass of an administrator; signs nobody in. @throws Unreachable */
  redeem = async (pass: string, password: string): Promise<readonly RefusalFragment[]> => {
    const variables = { passwordPass: pass, password };
    const { redeemPasswordPass } = await this.#ask(RedeemPasswordPassDocument, variables);
    return redeemPasswordPass.userErrors;
  };

  /** Ends the session, in every tab. @throws Unreachable: it goes on then. */
  signOut = (): Promise<void> =>
    alone(async () => {
      await this.#ask(LogoutDocument, {});
      this.#tell(NOBODY);
    });

  /** Whoever was here does not come back: somebody else may sign in. */
  forget = (): void => this.#tell(NOBODY);

  /** Whether there are new tokens; once for all that ask at the same time, in whatever tab. */
  renew = (): Promise<boolean> => {
    const before = this.token();
    this.#renewing ??= alone(async () => {
      // Another tab may have renewed them, and told us, while we waited for our turn.
      const told = this.token();
      return (told !== null && told !== before) || this.#renew();
    }).finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  };

  async #renew(): Promise<boolean> {
    const before = this.#state;
    try {
      const { refreshSession } = await this.#ask(RefreshSessionDocument, {});
      if (refreshSession.session) this.#enter(refreshSession.session);
      else if (before.is === "in") this.#tell({ is: "out", left: before.signedIn.account });
      else if (before.is !== "out") this.#become(NOBODY);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      // Offline: keep what we have, and try again before long.
      if (before.is === "unknown") this.#become({ is: "away" });
      this.#wake(SOON);
      return false;
    }
    return this.#state.is === "in";
  }

  #until(isSo: (state: SessionState) => boolean): Promise<void> {
    return new Promise((done) => {
      const look = (): void => {
        if (!isSo(this.#state)) return;
        end();
        done();
      };
      const end = this.subscribe(look);
      look();
    });
  }

  #enter(signedIn: SignedInFragment): void {
    const ends = Date.parse(signedIn.expiresAt) - this.#skew;
    this.#tell({ is: "in", signedIn: { ...signedIn, expiresAt: new Date(ends).toISOString() } });
  }

  #tell(state: SessionState): void {
    this.#become(state);
    this.#tabs.postMessage(state);
  }

  #become(state: SessionState): void {
    this.#state = state;
    window.clearTimeout(this.#timer);
    if (state.is === "in") this.#wake(Math.max(remaining(state.signedIn) - EARLY, SOON));
    this.#listeners.forEach((listener) => listener());
  }

  #wake(milliseconds: number): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.renew(), Math.min(milliseconds, LONGEST));
  }

  /** Without the client of the pages, whose requests wait for this one. @throws Unreachable */
  async #ask<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data> {
    const token = this.token();
    const headers = {
      "content-type": "application/json",
      accept: "application/json",
      ...(token !== null && { authorization: `Bearer ${token}` }),
    };
    const body = JSON.stringify({ query: stringifyDocument(document), variables });
    const signal = AbortSignal.timeout(PATIENCE);
    try {
      const response = await fetch(this.#endpoint, { method: "POST", headers, body, signal });
      const answer: { data?: Data | null } = await response.json();
      if (answer.data) {
        this.#skew = skewOf(response);
        return answer.data;
      }
    } catch (error) {
      throw new Unreachable("The server cannot be reached.", { cause: error });
    }
    throw new Unreachable("The server did not answer.");
  }
}

/** Who is signed in, or was until their session ended by itself. */
export function accountOf(state: SessionState): Account | null {
  if (state.is === "in") return state.signedIn.account;
  return state.is === "out" ? state.left : null;
}

function skewOf(response: Response): number {
  const told = Date.parse(response.headers.get("date") ?? "");
  return Number.isNaN(told) ? 0 : told - Date.now();
}

/** Milliseconds until the access token ends. */
function remaining(signedIn: SignedInFragment): number {
  return Date.parse(signedIn.expiresAt) - Date.now();
}

/** Runs `work` when no other tab does; plain http on another host has no locks, and goes on. */
async function alone<Result>(work: () => Promise<Result>): Promise<Result> {
  if (!("locks" in navigator)) return work();
  return navigator.locks.request(NAME, work);
}
