import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import "./page.css";

import { createRoot } from "react-dom/client";

import { Session } from "../console/session/session";
import { Attachments } from "./attachments";
import { Page } from "./page";
import { Shelf } from "./shelf";

const endpoint = new URL("/graphql", window.location.origin);
const session = new Session(endpoint);
const attachments = new Attachments();
const shelf = new Shelf("ecogram/", window.localStorage);
const root = document.getElementById("root");
if (root === null) throw new Error("graphiql.html has lost its #root.");
const place = createRoot(root);
// GraphiQL asks for the schema as it is drawn, and should ask as whoever is there.
void session.start().then(() => {
  place.render(
    <Page attachments={attachments} endpoint={endpoint} session={session} shelf={shelf} />,
  );
});
