import { LoginDocument, type LoginInput, LogoutDocument } from "../../shared/gql/graphql.js";
import { done, taken } from "../../shared/problems.js";
import type { Connection } from "./client.js";

/**
 * Signs in; throws Refused, with INVALID_CREDENTIALS, where address or password are wrong. What was
 * read as a stranger is in the cache still: connect anew where that matters.
 */
export async function signIn({ client, session }: Connection, input: LoginInput): Promise<void> {
  const { data, error } = await client.mutation(LoginDocument, { input });
  if (error) throw error;
  session.begin(taken(done(data?.login).session));
}

/** Ends the session for good. To forget what was read in it, connect anew. */
export async function signOut({ client, session }: Connection): Promise<void> {
  const { data, error } = await client.mutation(LogoutDocument, {});
  if (error) throw error;
  done(data?.logout);
  session.end();
}
