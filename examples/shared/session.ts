/** Who is signed in: the tokens, and when to renew them. */

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAt: string;
}

/** Asks for new tokens; null where the session is over. */
export type Renew = (refreshToken: string) => Promise<Tokens | null>;

/** So long before its end a token is renewed, in milliseconds: longer than a request is under way. */
const EARLY = 60_000;

/**
 * The tokens of one account, in memory. A refresh token works once, and a second use ends the
 * session for everybody: so all who need new tokens wait for one renewal, and two browser tabs
 * should not share a refresh token.
 */
export class Session {
  renewals = 0;
  readonly #renew: Renew;
  #tokens: Tokens | null = null;
  #renewing: Promise<void> | null = null;

  constructor(renew: Renew) {
    this.#renew = renew;
  }

  get tokens(): Tokens | null {
    return this.#tokens;
  }

  /** Whether the access token ends within a minute, or has ended. */
  get isEnding(): boolean {
    return this.#tokens !== null && Date.parse(this.#tokens.expiresAt) - Date.now() < EARLY;
  }

  begin(tokens: Tokens): void {
    this.#tokens = tokens;
  }

  end(): void {
    this.#tokens = null;
  }

  /** What tells who asks, as it stands. */
  get headers(): Record<string, string> {
    return this.#tokens === null ? {} : { authorization: `Bearer ${this.#tokens.accessToken}` };
  }

  /** What tells who asks, good for another minute. */
  async freshHeaders(): Promise<Record<string, string>> {
    if (this.isEnding) await this.renew();
    return this.headers;
  }

  /** Has new tokens, or is over; once for all that ask at the same time. */
  renew(): Promise<void> {
    this.#renewing ??= this.#replace().finally(() => (this.#renewing = null));
    return this.#renewing;
  }

  async #replace(): Promise<void> {
    if (this.#tokens === null) return;
    this.#tokens = await this.#renew(this.#tokens.refreshToken);
    this.renewals += 1;
  }
}
