/**
 * Everything in this folder once, on a running Ecogram that is empty or whose first account is
 * Ada's: `npm start -- ADDRESS PRODUCT PHOTO PHOTO PHOTO LARGE`. Our tests read what it prints.
 */

import type { ApolloClient } from "@apollo/client";
import { CombinedGraphQLErrors } from "@apollo/client/errors";
import { filter, firstValueFrom, from, map } from "rxjs";
import { WebSocket } from "ws";

import * as ask from "../../shared/gql/graphql.js";
import { done, taken } from "../../shared/problems.js";
import * as seen from "../../shared/tour.js";
import { signIn, signOut } from "./account.js";
import { browse } from "./browse.js";
import { type Connection, type Options, connect } from "./client.js";
import { follow } from "./follow.js";
import { approve } from "./review.js";
import { upload, uploadDirectly } from "./upload.js";

await seen.run(async ({ address, code, files }) => {
  const counting = new seen.Counting();
  const here: Options = { address, fetch: counting.fetch, webSocketImpl: WebSocket };
  const ours = connect(here);
  const { client } = ours;
  const wrong = await begin(ours);
  const { ids, bars } = await send(client, code, files);
  const [first = "", second = ""] = ids;
  const stages = (await follow(client, ids)).lists;
  const rows = await browse(client, { productCode: code }, 1);
  const edit = await edits(client, first);
  const approved = await decide(client, await row(client, first));
  await approve(client, [await row(client, second)]);
  const urls = [await published(client, first), await published(client, second)];
  const shop = await buy(client, here, code);
  const links = await withdraw(client, first, urls);
  const refused = await decide(client, await row(client, first));
  const renewed = await renewals(ours, files.slice(0, 1), ids);
  const trusted = await elsewhere(ours, here, ids);
  await signOut(ours);
  const after = await codesOf(client.query({ query: ask.ImagesDocument, variables: { first: 1 } }));
  await ours.close();
  const { asked } = counting;
  const list = { rows: rows.length, edit, shop, urls: urls.length, links };
  return { wrong, bars, stages, ...list, approved, refused, renewed, asked, trusted, after };
});

/** Registers and signs in; tells how a wrong password is refused. */
async function begin(ours: Connection): Promise<readonly string[]> {
  const variables = { input: { ...seen.ADA, name: "Ada" } };
  const { data } = await ours.client.mutate({ mutation: ask.RegisterDocument, variables });
  done(data?.register);
  const wrong = await seen.refusal(signIn(ours, { ...seen.ADA, password: "another pass phrase" }));
  await signIn(ours, seen.ADA);
  return wrong;
}

/** The first files through the API, the others straight to the store. */
async function send(client: ApolloClient, productCode: string, files: readonly File[]) {
  const bars = { api: new seen.Bar(), store: new seen.Bar(), parts: new seen.Bar() };
  const input = { files: files.slice(0, 2), productCode, productName: "Red shoe" };
  const ids = await upload(client, input, bars.api.show);
  const direct = await uploadDirectly(client, files.slice(2), (file, sent, total) =>
    (file === files[3] ? bars.parts : bars.store).show(sent, total),
  );
  return { ids: [...ids, ...direct], bars };
}

/** What is not sent stays, null clears, and who edits an old version is told. */
async function edits(client: ApolloClient, id: string) {
  const update = async (input: ask.UpdateImageInput) => {
    const { data } = await client.mutate({ mutation: ask.UpdateImageDocument, variables: { input } });
    const { image, userErrors } = taken(data).updateImage;
    return { texts: [image?.title, image?.description], problems: userErrors };
  };
  const { version } = await row(client, id);
  const first = { id, expectedVersion: version, title: "Shoe", description: "Red" };
  const set = await update(first);
  const { version: next } = await row(client, id);
  const cleared = await update({ id, expectedVersion: next, description: null });
  const stale = await update(first);
  return { set: set.texts, cleared: cleared.texts, stale: stale.problems.map(({ code }) => code) };
}

/** What the screen shows while a picture is approved, and why it could not be. */
async function decide(client: ApolloClient, image: ask.RowFragment) {
  const states: string[] = [];
  const shown = client
    .watchFragment({ fragment: ask.RowFragmentDoc, fragmentName: "Row", from: image })
    .subscribe(({ data, dataState }) => {
      if (dataState === "complete") states.push(data.review.state);
    });
  const problems = await approve(client, [image]);
  // The cache tells of its changes a moment after it has them.
  await new Promise((resolve) => setTimeout(resolve));
  shown.unsubscribe();
  return { states, problems: problems.map(({ code }) => code) };
}

/** A picture as the server has it now. */
async function row(client: ApolloClient, id: string): Promise<ask.RowFragment> {
  const { data } = await client.query({
    query: ask.ImageDocument,
    variables: { id },
    fetchPolicy: "network-only",
  });
  if (data?.node?.__typename !== "Image") throw new Error("There is no such picture.");
  return data.node;
}

/** The public link of an approved picture, once there is one. */
function published(client: ApolloClient, id: string): Promise<string> {
  const query = client.watchQuery({ query: ask.ImageDocument, variables: { id }, pollInterval: 100 });
  const links = from(query).pipe(
    map(({ data, dataState }) => (dataState === "complete" ? data.node : null)),
    map((node) => (node?.__typename === "Image" ? node.publication?.renditions[0]?.url : undefined)),
    filter((url) => url !== undefined),
  );
  return firstValueFrom(links);
}

/** What a shop reads with its key, and what it may not. */
async function buy(client: ApolloClient, here: Options, code: string) {
  const input: ask.CreateApiKeyInput = { name: "Shop", scopes: ["CATALOG_READ"] };
  const { data } = await client.mutate({ mutation: ask.CreateApiKeyDocument, variables: { input } });
  const shop = connect({ ...here, key: taken(done(data?.createApiKey).secret) });
  const variables = { codes: [code, "NONE"] };
  const answer = await shop.client.query({ query: ask.ProductsDocument, variables });
  const { nodes, missingCodes } = taken(answer.data).products;
  const library = shop.client.query({ query: ask.ImagesDocument, variables: { first: 1 } });
  const refused = await codesOf(library);
  await shop.close();
  const [product] = nodes;
  return { name: product?.name, images: product?.images.length, missingCodes, refused };
}

/** The public links before and after the first of the pictures is withdrawn. */
async function withdraw(client: ApolloClient, id: string, urls: readonly string[]) {
  const before = await Promise.all(urls.map(seen.status));
  const input: ask.WithdrawImagesInput = { ids: [id], reason: "QUALITY", note: "Too dark" };
  const { data } = await client.mutate({ mutation: ask.WithdrawImagesDocument, variables: { input } });
  done(data?.withdrawImages);
  return { before, after: await Promise.all(urls.map(seen.status)) };
}

/** Tokens are renewed once for all that met a refusal, before they end, and for no other mistake. */
async function renewals({ client, session }: Connection, files: File[], ids: string[]) {
  const viewer = () => client.query({ query: ask.ViewerDocument, fetchPolicy: "network-only" });
  const list = (first: number) =>
    client.query({ query: ask.ImagesDocument, variables: { first }, fetchPolicy: "network-only" });
  return {
    queries: await seen.renewalsOf(session, () => Promise.all([viewer(), list(1)])),
    upload: await seen.renewalsOf(session, () => upload(client, { files }, () => {})),
    socket: await seen.renewalsOf(session, () => follow(client, ids)),
    early: await seen.earlyRenewals(session, viewer),
    mistake: await codesOf(list(1000)),
  };
}

/** The same by documents that the server knows, and subscriptions by HTTP. */
async function elsewhere(ours: Connection, here: Options, ids: readonly string[]) {
  const counting = new seen.Counting();
  const trusted = connect({ ...here, documents: "TRUSTED", fetch: counting.fetch });
  await signIn(trusted, seen.ADA);
  const { data } = await trusted.client.query({ query: ask.ViewerDocument });
  await signOut(trusted);
  const events = connect({ address: here.address, documents: "TRUSTED", live: "HTTP" });
  events.session.begin(taken(ours.session.tokens));
  const { lists } = await follow(events.client, ids);
  return { email: data?.viewer?.email, asked: counting.asked, stages: lists };
}

/** The codes of the errors that an operation ends with. */
async function codesOf(asked: Promise<unknown>): Promise<unknown[]> {
  try {
    await asked;
  } catch (error) {
    if (!CombinedGraphQLErrors.is(error)) throw error;
    return error.errors.map(({ extensions }) => extensions?.["code"]);
  }
  return [];
}
