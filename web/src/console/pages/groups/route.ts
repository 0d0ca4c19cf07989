import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { signedIn } from "../../app/root";

const groups = createRoute({
  getParentRoute: () => signedIn,
  path: "/groups",
  component: lazyRouteComponent(() => import("./page"), "GroupsPage"),
});

const group = createRoute({
  getParentRoute: () => signedIn,
  path: "/groups/$groupId",
  component: lazyRouteComponent(() => import("./group"), "GroupPage"),
});

export const routes = [groups, group] as const;
