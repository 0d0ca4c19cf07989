import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { root } from "../../app/root";

interface Search {
  /** Where to go on, as a path of ours. */
  readonly next?: string;
  /** Whether a session ended by itself. */
  readonly expired?: boolean;
}

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  component: lazyRouteComponent(() => import("./page"), "SignInPage"),
  validateSearch: ({ next, expired }: Record<string, unknown>): Search => ({
    ...(isPath(next) && { next }),
    ...(expired === true && { expired }),
  }),
});

/** Of this very host: `//elsewhere` would be another. */
function isPath(value: unknown): value is string {
  return typeof value === "string" && /^\/(?![/\\])/.test(value);
}

export const routes = [signIn] as const;
