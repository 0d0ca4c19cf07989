import { createRootRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { Frame } from "../shell/frame";
import { BrokenOutside, NotFoundOutside } from "../shell/outside";

/** All pages are below this one. */
export const root = createRootRoute({
  component: Frame,
  errorComponent: BrokenOutside,
  notFoundComponent: NotFoundOutside,
});

/** Pages that only people who are signed in see, with header and navigation. */
export const signedIn = createRoute({
  getParentRoute: () => root,
  id: "signed-in",
  component: lazyRouteComponent(() => import("../shell/shell"), "Shell"),
});
