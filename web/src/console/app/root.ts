import { createRootRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { Broken } from "../shell/broken";
import { Frame } from "../shell/frame";
import { NotFound } from "../shell/not-found";

/** All pages are below this one. */
export const root = createRootRoute({
  component: Frame,
  errorComponent: Broken,
  notFoundComponent: NotFound,
});

/** Pages that only people who are signed in see, with header and navigation. */
export const signedIn = createRoute({
  getParentRoute: () => root,
  id: "signed-in",
  component: lazyRouteComponent(() => import("../shell/shell"), "Shell"),
});
