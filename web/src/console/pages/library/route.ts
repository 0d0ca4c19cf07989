import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { signedIn } from "../../app/root";

const library = createRoute({
  getParentRoute: () => signedIn,
  path: "/library",
  component: lazyRouteComponent(() => import("./page"), "LibraryPage"),
});

export const routes = [library] as const;
