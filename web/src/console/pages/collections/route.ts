import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { signedIn } from "../../app/root";

const collections = createRoute({
  getParentRoute: () => signedIn,
  path: "/collections",
  component: lazyRouteComponent(() => import("./page"), "CollectionsPage"),
});

const collection = createRoute({
  getParentRoute: () => signedIn,
  path: "/collections/$collectionId",
  component: lazyRouteComponent(() => import("./collection"), "CollectionPage"),
});

export const routes = [collections, collection] as const;
