import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { signedIn } from "../../app/root";
import { type Part, PARTS } from "./parts";

interface Search {
  readonly part?: Part;
}

const image = createRoute({
  getParentRoute: () => signedIn,
  path: "/images/$imageId",
  validateSearch: (search): Search => {
    const part = PARTS.find((one) => one === search["part"]);
    return part === undefined ? {} : { part };
  },
  component: lazyRouteComponent(() => import("./page"), "ImagePage"),
});

export const routes = [image] as const;
