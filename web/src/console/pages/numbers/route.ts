import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { signedIn } from "../../app/root";

const numbers = createRoute({
  getParentRoute: () => signedIn,
  path: "/numbers",
  component: lazyRouteComponent(() => import("./page"), "NumbersPage"),
});

export const routes = [numbers] as const;
