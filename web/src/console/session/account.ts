import { createContext, use, useSyncExternalStore } from "react";
import { useQuery } from "urql";

import type { Permission, Role } from "../generated/schema";
import { isAtLeast } from "./roles";
import { type Account, accountOf, type Session, type SessionState } from "./session";
import { ViewerDocument } from "./session.generated";

const SessionContext = createContext<Session | null>(null);
export const SessionProvider = SessionContext.Provider;

/** The session itself: to sign in, register and sign out. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (session === null) throw new Error("There is no SessionProvider above.");
  return session;
}

export function useSessionState(): SessionState {
  const session = useSession();
  return useSyncExternalStore(session.subscribe, session.state);
}

/** Who is signed in; for pages behind the sign-in, which are never drawn without. */
export function useAccount(): Account {
  const account = accountOf(useSessionState());
  if (account === null) throw new Error("Nobody is signed in.");
  return account;
}

/** Whether the account has that role or a higher one. */
export function useIsAtLeast(least: Role): boolean {
  return isAtLeast(useAccount().role, least);
}

/** Whether the account may do something; false until the server has said so. */
export function useMay(permission: Permission): boolean {
  const [{ data }] = useQuery({ query: ViewerDocument });
  return data?.viewer?.permissions.includes(permission) ?? false;
}
