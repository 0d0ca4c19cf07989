import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { signedIn } from "../../app/root";

const groups = createRoute({
  getParentRoute: () => signedIn,
  path: "/groups",
  component: lazyRouteComponent(() => import("./page"), "GroupsPage"),
});

export const routes = [groups] as const;
