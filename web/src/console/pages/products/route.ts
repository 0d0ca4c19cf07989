import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { signedIn } from "../../app/root";

const products = createRoute({
  getParentRoute: () => signedIn,
  path: "/products",
  component: lazyRouteComponent(() => import("./page"), "ProductsPage"),
});

export const routes = [products] as const;
