import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { signedIn } from "../../app/root";

const image = createRoute({
  getParentRoute: () => signedIn,
  path: "/images/$imageId",
  component: lazyRouteComponent(() => import("./page"), "ImagePage"),
});

export const routes = [image] as const;
