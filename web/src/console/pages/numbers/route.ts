import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { signedIn } from "../../app/root";
import { rangeSearch } from "./range";

const numbers = createRoute({
  getParentRoute: () => signedIn,
  path: "/numbers",
  validateSearch: rangeSearch,
  component: lazyRouteComponent(() => import("./page"), "NumbersPage"),
});

export const routes = [numbers] as const;
