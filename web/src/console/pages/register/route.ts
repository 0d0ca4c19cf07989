import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { root } from "../../app/root";

const register = createRoute({
  getParentRoute: () => root,
  path: "/register",
  component: lazyRouteComponent(() => import("./page"), "RegisterPage"),
});

export const routes = [register] as const;
