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

/** Nobody has looked yet; nobody is signed in (any more); somebody is. */
export type SessionState =
  | { readonly is: "unknown" }
  | { readonly is: "out"; readonly expired: boolean }
  | { readonly is: "in"; readonly signedIn: SignedInFragment };

/** The server could not be asked, or broke down. */
export class Unreachable extends Error {
  override name = "Unreachable";
}

const NAME = "ecogram/session";
/** So long before its end an access token is renewed, in milliseconds. */
const EARLY = 60_000;
const SOON = 5_000;
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
  #timer: number | undefined;
  #renewing: Promise<boolean> | null = null;

  constructor(endpoint: URL) {
    this.#endpoint = endpoint;
    this.#tabs.onmessage = (event: MessageEvent<SessionState>) => this.#become(event.data);
  }

  /** The same object until it changes. */
  state = (): SessionState => this.#state;

  /** Calls back after every change; returns what ends that. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The access token, or null; it may be over. */
  token = (): string | null =>
    this.#state.is === "in" ? this.#state.signedIn.accessToken : null;

  /** Whether the access token is over, or so nearly that it is no use. */
  isStale = (): boolean => this.#state.is === "in" && remaining(this.#state.signedIn) < SOON;

  /** Goes on with the session that the cookie keeps, if there is one. */
  start = async (): Promise<void> => {
    await this.renew();
  };

  /** What was refused; nothing once signed in. @throws Unreachable */
  signIn = async (email: string, password: string): Promise<readonly RefusalFragment[]> => {
    const { login } = await this.#ask(LoginDocument, { email, password });
    if (login.session) this.#tell({ is: "in", signedIn: login.session });
    return login.userErrors;
  };

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
  signOut = async (): Promise<void> => {
    await this.#ask(LogoutDocument, {});
    this.#tell({ is: "out", expired: false });
  };

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
    const was = this.#state.is;
    try {
      const { refreshSession } = await this.#ask(RefreshSessionDocument, {});
      if (refreshSession.session) this.#tell({ is: "in", signedIn: refreshSession.session });
      else if (was === "in") this.#tell({ is: "out", expired: true });
      else this.#become({ is: "out", expired: false });
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      // Offline: keep what we have, and try again before long.
      if (was === "unknown") this.#become({ is: "out", expired: false });
      else this.#wake(SOON);
      return false;
    }
    return this.#state.is === "in";
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
    try {
      const response = await fetch(this.#endpoint, { method: "POST", headers, body });
      const answer: { data?: Data | null } = await response.json();
      if (answer.data) return answer.data;
    } catch (error) {
      throw new Unreachable("The server cannot be reached.", { cause: error });
    }
    throw new Unreachable("The server did not answer.");
  }
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
