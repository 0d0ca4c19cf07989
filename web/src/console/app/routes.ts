import { createRoute, createRouter, redirect } from "@tanstack/react-router";

import { routes as account } from "../pages/account/route";
import { routes as admin } from "../pages/admin/route";
import { routes as collections } from "../pages/collections/route";
import { routes as groups } from "../pages/groups/route";
import { routes as image } from "../pages/image/route";
import { routes as library } from "../pages/library/route";
import { routes as numbers } from "../pages/numbers/route";
import { routes as password } from "../pages/password/route";
import { routes as products } from "../pages/products/route";
import { routes as register } from "../pages/register/route";
import { routes as review } from "../pages/review/route";
import { routes as shop } from "../pages/shop/route";
import { routes as signIn } from "../pages/sign-in/route";
import { routes as upload } from "../pages/upload/route";
import { Broken } from "../shell/broken";
import { NotFound } from "../shell/not-found";
import { Loading } from "../ui/problem";
import { root, signedIn } from "./root";

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/library", replace: true });
  },
});

/** Any other address: with the header and the navigation around it, for who is signed in. */
const nowhere = createRoute({ getParentRoute: () => signedIn, path: "$", component: NotFound });

/** Each page folder names its own routes; a new folder is joined here and in app/pages.py. */
const tree = root.addChildren([
  home,
  ...password,
  ...register,
  ...signIn,
  signedIn.addChildren([
    ...account,
    ...admin,
    ...collections,
    ...groups,
    ...image,
    ...library,
    ...numbers,
    ...products,
    ...review,
    ...shop,
    ...upload,
    nowhere,
  ]),
]);

export const router = createRouter({
  routeTree: tree,
  defaultErrorComponent: Broken,
  defaultNotFoundComponent: NotFound,
  defaultPendingComponent: Loading,
  defaultPreload: "intent",
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
