import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { signedIn } from "../../app/root";
import { readFilter } from "./filter";

const library = createRoute({
  getParentRoute: () => signedIn,
  path: "/library",
  validateSearch: readFilter,
  component: lazyRouteComponent(() => import("./page"), "LibraryPage"),
});

export const routes = [library] as const;
