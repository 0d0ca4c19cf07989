import {
  LoginDocument,
  type LoginInput,
  LogoutDocument,
} from "../../shared/gql/graphql.js";
import { done, taken } from "../../shared/problems.js";
import type { Connection } from "./client.js";

/** Signs in; throws Refused, with INVALID_CREDENTIALS, where address or password are wrong. */
export async function signIn({ client, session }: Connection, input: LoginInput): Promise<void> {
  const { data } = await client.mutate({ mutation: LoginDocument, variables: { input } });
  session.begin(taken(done(data?.login).session));
  // What was read as a stranger is not what the account sees.
  await client.resetStore();
}

/** Ends the session for good, and forgets what was read in it. */
export async function signOut({ client, session }: Connection): Promise<void> {
  const { data } = await client.mutate({ mutation: LogoutDocument });
  done(data?.logout);
  session.end();
  await client.clearStore();
}
