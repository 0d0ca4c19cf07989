import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { signedIn } from "../../app/root";

const upload = createRoute({
  getParentRoute: () => signedIn,
  path: "/upload",
  component: lazyRouteComponent(() => import("./page"), "UploadPage"),
});

const imports = createRoute({
  getParentRoute: () => signedIn,
  path: "/upload/imports",
  component: lazyRouteComponent(() => import("./imports/page"), "ImportsPage"),
});

export const routes = [upload, imports] as const;
