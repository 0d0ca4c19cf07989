import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";

import { signedIn } from "../../app/root";
import { jobsSearch } from "./search";

const admin = createRoute({
  getParentRoute: () => signedIn,
  path: "/admin",
  component: lazyRouteComponent(() => import("./page"), "AdminPage"),
});

const begin = createRoute({
  getParentRoute: () => admin,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/admin/accounts", replace: true });
  },
});

const accounts = createRoute({
  getParentRoute: () => admin,
  path: "accounts",
  component: lazyRouteComponent(() => import("./accounts/accounts"), "Accounts"),
});

const jobs = createRoute({
  getParentRoute: () => admin,
  path: "jobs",
  validateSearch: jobsSearch,
  component: lazyRouteComponent(() => import("./jobs/jobs"), "Jobs"),
});

const synchronization = createRoute({
  getParentRoute: () => admin,
  path: "synchronization",
  component: lazyRouteComponent(() => import("./synchronization/synchronizations"), "Synchronizations"),
});

const comparison = createRoute({
  getParentRoute: () => admin,
  path: "synchronization/$synchronizationId",
  component: lazyRouteComponent(() => import("./synchronization/report"), "Report"),
});

export const routes = [
  admin.addChildren([
    begin,
    accounts,
    jobs,
    synchronization,
    comparison,
  ]),
] as const;
