import "./theme/console.css";

import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { router } from "./app/routes";
import { SessionProvider } from "./session/account";
import { Session } from "./session/session";
import { keepThemed } from "./theme/theme";

const session = new Session(new URL("/graphql", window.location.origin));
const root = document.getElementById("root");
if (root === null) throw new Error("index.html has lost its #root.");
keepThemed(document.documentElement);
void session.start();
createRoot(root).render(
  <StrictMode>
    <SessionProvider value={session}>
      <RouterProvider router={router} />
    </SessionProvider>
  </StrictMode>,
);
