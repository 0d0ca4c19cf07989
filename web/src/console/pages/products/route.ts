import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { signedIn } from "../../app/root";

const products = createRoute({
  getParentRoute: () => signedIn,
  path: "/products",
  component: lazyRouteComponent(() => import("./page"), "ProductsPage"),
});

const product = createRoute({
  getParentRoute: () => signedIn,
  path: "/products/$code",
  component: lazyRouteComponent(() => import("./product"), "ProductPage"),
});

export const routes = [products, product] as const;
