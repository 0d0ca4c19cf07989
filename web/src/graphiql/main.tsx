import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import "./page.css";

import { createRoot } from "react-dom/client";

import { Account } from "./account";
import { Attachments } from "./attachments";
import { Page } from "./page";
import { Shelf } from "./shelf";

const endpoint = new URL("/graphql", window.location.origin);
const account = new Account(endpoint, window.sessionStorage);
void account.resume();
const attachments = new Attachments();
const shelf = new Shelf("ecogram/", window.localStorage);
const root = document.getElementById("root");
if (root === null) throw new Error("graphiql.html has lost its #root.");
createRoot(root).render(
  <Page account={account} attachments={attachments} endpoint={endpoint} shelf={shelf} />,
);
