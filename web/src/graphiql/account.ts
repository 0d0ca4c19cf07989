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

const LOGIN = `
  mutation ($input: LoginInput!) {
    login(input: $input) {
      session { accessToken expiresAt refreshToken }
      userErrors { code message }
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
    const answer = await ask(this.#endpoint, { email, password });
    const session = answer.data?.login.session;
    if (!session) throw new Error(complaint(answer));
    const { accessToken, expiresAt } = session;
    this.#become({ email, accessToken, expiresAt });
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

async function ask(endpoint: URL, input: { email: string; password: string }): Promise<LoginAnswer> {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ query: LOGIN, variables: { input } }),
  });
  return (await response.json()) as LoginAnswer;
}

function complaint(answer: LoginAnswer): string {
  const said = answer.data?.login.userErrors ?? answer.errors;
  return said?.[0]?.message ?? "The server did not say why.";
}
