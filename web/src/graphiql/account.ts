/** Who is signed in on this page, and until when. */
export interface Session {
  readonly email: string;
  readonly accessToken: string;
  readonly expiresAt: string;
}

interface LoginAnswer {
  readonly data?: {
    readonly login: {
      readonly session: Omit<Session, "email"> | null;
      readonly userErrors: readonly { readonly message: string }[];
    };
  } | null;
  readonly errors?: readonly { readonly message: string }[];
}

interface RefreshAnswer {
  readonly data?: {
    readonly refreshSession: {
      readonly session: {
        readonly accessToken: string;
        readonly expiresAt: string;
        readonly account: { readonly email: string };
      } | null;
    };
  } | null;
}

const LOGIN = `
  mutation ($input: LoginInput!) {
    login(input: $input) {
      session { accessToken expiresAt refreshToken }
      userErrors { code message }
    }
  }
`;
const REFRESH = `
  mutation {
    refreshSession(input: {}) {
      session { accessToken expiresAt account { email } }
      userErrors { code }
    }
  }
`;
const KEY = "ecogram/session";

/**
 * The signed-in account of this browser tab.
 *
 * Keeps the short-lived access token in the tab's own storage, so that a reload stays signed in,
 * and forgets it when it expires. The password and the refresh token are never kept.
 */
export class Account {
  readonly #endpoint: URL;
  readonly #storage: Storage;
  readonly #listeners = new Set<() => void>();
  #session: Session | null = null;
  #expiry: number | undefined;

  constructor(endpoint: URL, storage: Storage) {
    this.#endpoint = endpoint;
    this.#storage = storage;
    this.#become(stored(storage));
  }

  /** The session, or null; the same object until it changes. */
  session = (): Session | null => this.#session;

  /** The access token while it is good, else null. */
  token = (): string | null =>
    this.#session !== null && isGood(this.#session) ? this.#session.accessToken : null;

  /** Calls back after every change; returns what ends that. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Signs in, or throws an Error whose message is the server's own sentence. */
  signIn = async (email: string, password: string): Promise<void> => {
    const answer = await ask<LoginAnswer>(this.#endpoint, LOGIN, { input: { email, password } });
    const session = answer.data?.login.session;
    if (!session) throw new Error(complaint(answer));
    const { accessToken, expiresAt } = session;
    this.#become({ email, accessToken, expiresAt });
  };

  /** Goes on with the session that the console keeps in its cookie, where nobody is signed in. */
  resume = async (): Promise<void> => {
    if (this.#session !== null) return;
    const answer = await ask<RefreshAnswer>(this.#endpoint, REFRESH);
    const session = answer.data?.refreshSession.session;
    if (!session || this.#session !== null) return;
    const { accessToken, expiresAt, account } = session;
    this.#become({ email: account.email, accessToken, expiresAt });
  };

  /** Forgets the token in this tab. */
  signOut = (): void => this.#become(null);

  #become(session: Session | null): void {
    this.#session = session;
    window.clearTimeout(this.#expiry);
    if (session === null) {
      this.#storage.removeItem(KEY);
    } else {
      this.#storage.setItem(KEY, JSON.stringify(session));
      this.#expiry = window.setTimeout(this.signOut, remaining(session));
    }
    this.#listeners.forEach((listener) => listener());
  }
}

/** Milliseconds until a session's token expires; NaN when its time cannot be read. */
function remaining(session: Session): number {
  return Date.parse(session.expiresAt) - Date.now();
}

function isGood(session: Session): boolean {
  return remaining(session) > 0;
}

function stored(storage: Storage): Session | null {
  const text = storage.getItem(KEY);
  const session = text === null ? null : (JSON.parse(text) as Session);
  return session !== null && isGood(session) ? session : null;
}

async function ask<Answer>(endpoint: URL, query: string, variables: object = {}): Promise<Answer> {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer;
}

function complaint(answer: LoginAnswer): string {
  const said = answer.data?.login.userErrors ?? answer.errors;
  return said?.[0]?.message ?? "The server did not say why.";
}
