import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { signedIn } from "../../app/root";

const shop = createRoute({
  getParentRoute: () => signedIn,
  path: "/shop",
  component: lazyRouteComponent(() => import("./page"), "ShopPage"),
});

export const routes = [shop] as const;
