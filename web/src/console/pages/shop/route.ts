import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";

import { signedIn } from "../../app/root";
import { deliveriesSearch } from "./webhooks/search";

/** What an address of the preview says. */
interface PreviewSearch {
  readonly code?: string;
  readonly channel?: string;
}

const shop = createRoute({
  getParentRoute: () => signedIn,
  path: "/shop",
  component: lazyRouteComponent(() => import("./page"), "ShopPage"),
});

const begin = createRoute({
  getParentRoute: () => shop,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/shop/exports", replace: true });
  },
});

const exported = createRoute({
  getParentRoute: () => shop,
  path: "exports",
  component: lazyRouteComponent(() => import("./exports/exports"), "Exports"),
});

const webhooks = createRoute({
  getParentRoute: () => shop,
  path: "webhooks",
  component: lazyRouteComponent(() => import("./webhooks/webhooks"), "Webhooks"),
});

const webhook = createRoute({
  getParentRoute: () => shop,
  path: "webhooks/$webhookId",
  validateSearch: deliveriesSearch,
  component: lazyRouteComponent(() => import("./webhooks/webhook"), "WebhookPart"),
});

const keys = createRoute({
  getParentRoute: () => shop,
  path: "keys",
  component: lazyRouteComponent(() => import("./keys/keys"), "Keys"),
});

const preview = createRoute({
  getParentRoute: () => shop,
  path: "preview",
  validateSearch: ({ code, channel }: Record<string, unknown>): PreviewSearch => ({
    ...((typeof code === "string" || typeof code === "number") && { code: String(code) }),
    ...(typeof channel === "string" && { channel }),
  }),
  component: lazyRouteComponent(() => import("./preview/preview"), "Preview"),
});

const push = createRoute({
  getParentRoute: () => shop,
  path: "push",
  component: lazyRouteComponent(() => import("./push/push"), "Push"),
});

export const routes = [
  shop.addChildren([begin, exported, webhooks, webhook, keys, preview, push]),
] as const;
