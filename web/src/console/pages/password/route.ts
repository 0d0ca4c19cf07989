import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { root } from "../../app/root";

/** Whoever was handed a pass chooses their password here; the pass is in the address's fragment. */
const password = createRoute({
  getParentRoute: () => root,
  path: "/password",
  component: lazyRouteComponent(() => import("./page"), "PasswordPage"),
});

export const routes = [password] as const;
