/** What the tours of both clients need: they are programs that run the examples, for our tests. */

import { openAsBlob } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";

import type { LoginInput } from "./gql/graphql.js";
import { Refused } from "./problems.js";
import type { Session } from "./session.js";

export const ADA: LoginInput = { email: "ada@example.com", password: "a long pass phrase" };

export interface Place {
  readonly address: string;
  /** The product that the tour is about, so that tours do not meet. */
  readonly code: string;
  /** Two to go through the API, one straight to the store, one so large that it goes in parts. */
  readonly files: readonly File[];
}

/** Runs a tour as a program: one line of JSON, 0 when all is well; a warning is none of that. */
export async function run(tour: (place: Place) => Promise<object>): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [address, code, ...paths] = positionals;
  if (!address || !code || paths.length !== 4) throw new Error("Say address, product, four photos.");
  const warnings: unknown[] = [];
  console.warn = console.error = (...words: unknown[]) => void warnings.push(...words);
  const found = await tour({ address, code, files: await Promise.all(paths.map(open)) });
  if (warnings.length > 0) throw new Error(warnings.join(" "));
  console.log(JSON.stringify(found));
  // Node.js would wait until the connections that fetch keeps alive time out.
  process.exit(0);
}

async function open(path: string): Promise<File> {
  return new File([await openAsBlob(path)], basename(path), { type: "image/jpeg" });
}

/** What a bar on the screen would have shown of one file or request. */
export class Bar {
  #last = 0;
  #steps = 0;
  #total = 0;

  readonly show = (sent: number, total: number): void => {
    if (sent < this.#last) throw new Error("Progress went backwards.");
    this.#steps += sent > this.#last ? 1 : 0;
    this.#last = sent;
    this.#total = total;
  };

  toJSON(): { steps: number; sent: number; total: number } {
    return { steps: this.#steps, sent: this.#last, total: this.#total };
  }
}

/** The codes that something is refused with. */
export async function refusal(asked: Promise<unknown>): Promise<readonly string[]> {
  try {
    await asked;
  } catch (error) {
    if (error instanceof Refused) return error.codes;
    throw error;
  }
  return [];
}

/** How often the tokens are renewed while something is done with a token that was refused. */
export async function renewalsOf(session: Session, work: () => Promise<unknown>): Promise<number> {
  const before = session.renewals;
  if (session.tokens) session.begin({ ...session.tokens, accessToken: "not.a.token" });
  await work();
  return session.renewals - before;
}

/** The same, with a token that is good but about to end. */
export async function earlyRenewals(session: Session, work: () => Promise<unknown>): Promise<number> {
  const before = session.renewals;
  const soon = new Date(Date.now() + 30_000).toISOString();
  if (session.tokens) session.begin({ ...session.tokens, expiresAt: soon });
  await work();
  return session.renewals - before;
}

/** Counts what was asked by its name and what by its text, and which of it by GET. */
export class Counting {
  readonly asked = { names: 0, gets: 0, texts: 0, refused: 0 };

  readonly fetch: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init);
    if (typeof init?.body === "string" || init?.method === "GET") {
      this.#count(new URL(String(input)), init);
      if ((await answer.clone().text()).includes('"UNAUTHENTICATED"')) this.asked.refused += 1;
    }
    return answer;
  };

  #count({ searchParams }: URL, { method, body }: RequestInit): void {
    const isGet = method === "GET";
    const isText = isGet ? searchParams.has("query") : "query" in JSON.parse(String(body));
    this.asked[isText ? "texts" : "names"] += 1;
    this.asked.gets += isGet ? 1 : 0;
  }
}

/** Whether a public file can be fetched. */
export async function status(url: string): Promise<number> {
  const answer = await fetch(url);
  await answer.arrayBuffer();
  return answer.status;
}
