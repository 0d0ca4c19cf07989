import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";

import { signedIn } from "../../app/root";
import { accountsSearch, auditSearch, findingsSearch, jobsSearch } from "./search";

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
  validateSearch: accountsSearch,
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
  validateSearch: findingsSearch,
  component: lazyRouteComponent(() => import("./synchronization/report"), "Report"),
});

const fields = createRoute({
  getParentRoute: () => admin,
  path: "fields",
  component: lazyRouteComponent(() => import("./fields/fields"), "Fields"),
});

const rules = createRoute({
  getParentRoute: () => admin,
  path: "rules",
  component: lazyRouteComponent(() => import("./rules/rules"), "Rules"),
});

const presets = createRoute({
  getParentRoute: () => admin,
  path: "presets",
  component: lazyRouteComponent(() => import("./presets/presets"), "Presets"),
});

const notices = createRoute({
  getParentRoute: () => admin,
  path: "notices",
  component: lazyRouteComponent(() => import("./notices/notices"), "Notices"),
});

const audit = createRoute({
  getParentRoute: () => admin,
  path: "audit",
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import("./audit/audit"), "Audit"),
});

export const routes = [
  admin.addChildren([
    begin,
    accounts,
    jobs,
    synchronization,
    comparison,
    fields,
    rules,
    presets,
    notices,
    audit,
  ]),
] as const;
