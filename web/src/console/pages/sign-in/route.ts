import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { root } from "../../app/root";

interface Search {
  /** Where to go on, as a path of ours. */
  readonly next?: string;
}

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  component: lazyRouteComponent(() => import("./page"), "SignInPage"),
  validateSearch: ({ next }: Record<string, unknown>): Search => ({
    ...(isPath(next) && { next }),
  }),
});

/** Of this very host: `//elsewhere` would be another. */
function isPath(value: unknown): value is string {
  return typeof value === "string" && /^\/(?![/\\])/.test(value);
}

export const routes = [signIn] as const;
