import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { signedIn } from "../../app/root";

const upload = createRoute({
  getParentRoute: () => signedIn,
  path: "/upload",
  component: lazyRouteComponent(() => import("./page"), "UploadPage"),
});

export const routes = [upload] as const;
