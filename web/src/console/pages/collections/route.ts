import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { signedIn } from "../../app/root";

const collections = createRoute({
  getParentRoute: () => signedIn,
  path: "/collections",
  component: lazyRouteComponent(() => import("./page"), "CollectionsPage"),
});

export const routes = [collections] as const;
