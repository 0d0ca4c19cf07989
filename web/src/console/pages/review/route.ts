import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { signedIn } from "../../app/root";

const review = createRoute({
  getParentRoute: () => signedIn,
  path: "/review",
  component: lazyRouteComponent(() => import("./page"), "ReviewPage"),
});

export const routes = [review] as const;
