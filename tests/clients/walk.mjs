// @ts-check
/** What every client does: from the first account to a picture that is public, and back. */

import assert from "node:assert/strict";
import { openAsBlob } from "node:fs";
import { basename } from "node:path";

import * as ask from "./documents.mjs";

/**
 * @typedef {{ accessToken: string, refreshToken: string }} Session
 * @typedef {{ data?: any, codes: string[] }} Answer The data, and the codes of top-level errors.
 *
 * @typedef {object} Client What a library must do for us.
 * @property {(document: string, variables?: object) => Promise<Answer>} ask
 * @property {(document: string, variables: object) => AsyncIterable<any>} follow
 * @property {(document: string, where: object) => Promise<{ pages: number, ids: string[] }>} browse
 *   Reads a connection by pages of one, as the library's cache joins them.
 * @property {(id: string, done: (image: any) => boolean) => Promise<any>} poll
 * @property {() => Promise<void>} close
 *
 * @typedef {object} Account The tokens that a client sends and renews.
 * @property {Session | null} session
 * @property {number} renewals How often it renewed them.
 *
 * @typedef {object} Place
 * @property {string} address
 * @property {string[]} photos
 * @property {string} code The product that this walk is about, so that walks do not meet.
 */

const ADA = { email: "ada@example.com", password: "a long pass phrase" };
const REFUSED = "not.a.token";

/**
 * @param {Client} client Signed in by whatever `account` holds.
 * @param {(key: string) => Client} withKey A client that shows an API key instead.
 * @param {Account} account
 * @param {Place} place
 */
export async function walk(client, withKey, account, place) {
  const email = await signIn(client, account);
  const secret = await makeKey(client);
  const ids = await upload(client, place);
  const stages = await follow(client, ids);
  const pages = await client.browse(ask.IMAGES, { productCode: place.code });
  assert.deepEqual(pages.ids.toSorted(), ids.toSorted());
  const edit = await edits(client, ids[0]);
  const urls = await approve(client, ids);
  const shop = withKey(secret);
  const catalogue = await buy(shop, place.code, urls);
  const links = await comeAndGo(client, ids, urls);
  const renewed = await renewals(client, account, place.photos[0], ids);
  const after = await leave(client, account);
  await Promise.all([client.close(), shop.close()]);
  return { email, stages, pages: pages.pages, edit, catalogue, links, renewed, after };
}

/** What tells who asks. @param {Account} account @returns {Record<string, string>} */
export function authorization({ session }) {
  return session ? { authorization: `Bearer ${session.accessToken}` } : {};
}

/** @param {Client} client @param {Account} account */
async function signIn(client, account) {
  assert.deepEqual(await client.ask(ask.VIEWER), { data: { viewer: null }, codes: [] });
  await done(client, ask.REGISTER, "register", { ...ADA, name: "Ada" });
  const wrong = { ...ADA, password: "another pass phrase" };
  const refused = await client.ask(ask.LOGIN, { input: wrong });
  assert.equal(refused.data.login.session, null);
  assert.deepEqual(codes(refused.data.login), ["INVALID_CREDENTIALS"]);
  account.session = (await done(client, ask.LOGIN, "login", ADA)).session;
  const { data } = await client.ask(ask.VIEWER);
  assert.equal(data.viewer.role, "ADMIN");
  return data.viewer.email;
}

/** @param {Client} client */
async function makeKey(client) {
  const input = { name: "Shop", scopes: ["CATALOG_READ"] };
  return (await done(client, ask.CREATE_KEY, "createApiKey", input)).secret;
}

/** @param {Client} client @param {Place} place */
async function upload(client, { photos, code }) {
  const files = await Promise.all(photos.map(file));
  const input = { files, productCode: code, productName: "Red shoe" };
  const { results } = await done(client, ask.UPLOAD, "uploadImages", input);
  const names = results.map((/** @type {any} */ one) => one.fileName);
  assert.deepEqual(names, photos.map((path) => basename(path)));
  return results.map((/** @type {any} */ one) => one.imageId);
}

/** @param {string} path */
async function file(path) {
  return new File([await openAsBlob(path)], basename(path), { type: "image/jpeg" });
}

/** The stages of each picture, until all are READY. @param {Client} client @param {string[]} ids */
async function follow(client, ids) {
  /** @type {Record<string, string[]>} */
  const told = Object.fromEntries(ids.map((id) => [id, []]));
  for await (const { imageProcessing: event } of client.follow(ask.PROCESSING, { ids })) {
    assert.notEqual(event.stage, "FAILED");
    told[event.imageId].push(event.stage);
    if (Object.values(told).every((stages) => stages.includes("READY"))) break;
  }
  return Object.values(told);
}

/** What is not sent stays, null clears, and a stale version is told. @param {Client} client @param {string} id */
async function edits(client, id) {
  const { image } = (await client.ask(ask.IMAGE, { id })).data;
  const first = { id, expectedVersion: image.version, title: "Shoe", description: "Red" };
  const set = (await done(client, ask.UPDATE, "updateImage", first)).image;
  const second = { id, expectedVersion: set.version, description: null };
  const cleared = (await done(client, ask.UPDATE, "updateImage", second)).image;
  const stale = await client.ask(ask.UPDATE, { input: first });
  const conflict = stale.data.updateImage;
  assert.deepEqual(stale.codes, []);
  assert.equal(conflict.image.version, cleared.version);
  return { set: texts(set), cleared: texts(cleared), stale: codes(conflict) };
}

/** The first public link of each, once there is one. @param {Client} client @param {string[]} ids */
async function approve(client, ids) {
  const { images } = await done(client, ask.APPROVE, "approveImages", { ids });
  assert.deepEqual(images.map((/** @type {any} */ one) => one.review.state), ["APPROVED", "APPROVED"]);
  const published = await Promise.all(ids.map((id) => client.poll(id, (image) => image.publication)));
  return published.map((image) => image.publication.renditions[0].url);
}

/** What a shop sees with its key, and what it does not. @param {Client} shop @param {string} code @param {string[]} urls */
async function buy(shop, code, urls) {
  const { data } = await shop.ask(ask.PRODUCTS, { codes: [code, "NONE"] });
  const [product] = data.products.nodes;
  const shown = product.images.map((/** @type {any} */ image) => image.renditions[0].url);
  assert.deepEqual(shown.sort(), [...urls].sort());
  const secret = await shop.ask(ask.IMAGES, { first: 1 });
  return {
    code: product.code,
    name: product.name,
    images: shown.length,
    missing: data.products.missingCodes,
    refused: secret.codes,
  };
}

/** The public link before and after the picture is withdrawn. @param {Client} client @param {string[]} ids @param {string[]} urls */
async function comeAndGo(client, ids, urls) {
  const before = await fetch(urls[0]);
  const bytes = (await before.arrayBuffer()).byteLength;
  assert.ok(bytes > 1000);
  const input = { ids: [ids[0]], reason: "QUALITY", note: "Too dark" };
  const { images } = await done(client, ask.WITHDRAW, "withdrawImages", input);
  assert.equal(images[0].review.state, "WITHDRAWN");
  const statuses = [before.status, (await fetch(urls[0])).status, (await fetch(urls[1])).status];
  return { type: before.headers.get("content-type"), statuses };
}

/**
 * A refused access token is renewed, once for all that met it, and what was asked is done:
 * queries, an upload, a subscription. A mistake is no reason to renew.
 *
 * @param {Client} client @param {Account} account @param {string} photo @param {string[]} ids
 */
async function renewals(client, account, photo, ids) {
  const counts = [];
  const before = account.renewals;
  spoil(account);
  const both = await Promise.all([client.ask(ask.VIEWER), client.ask(ask.PRODUCTS, { codes: [] })]);
  assert.deepEqual(both.flatMap((answer) => answer.codes), []);
  counts.push(account.renewals - before);
  spoil(account);
  await done(client, ask.UPLOAD, "uploadImages", { files: [await file(photo)] });
  counts.push(account.renewals - before);
  spoil(account);
  for await (const _ of client.follow(ask.PROCESSING, { ids })) break;
  counts.push(account.renewals - before);
  const mistake = await client.ask(ask.MISTAKE, { first: "many" });
  assert.equal(account.renewals - before, counts[2]);
  return { counts, mistake: mistake.codes };
}

/** @param {Account} account */
function spoil(account) {
  assert.ok(account.session);
  account.session = { ...account.session, accessToken: REFUSED };
}

/** After signing out nothing works, renewing included. @param {Client} client @param {Account} account */
async function leave(client, account) {
  assert.deepEqual(codes((await client.ask(ask.LOGOUT)).data.logout), []);
  const { codes: refused } = await client.ask(ask.IMAGES, { first: 3 });
  return { refused, signedIn: account.session !== null };
}

/**
 * The payload of a mutation that must do what it is told.
 *
 * @param {Client} client @param {string} document @param {string} field @param {object} input
 */
async function done(client, document, field, input) {
  const answer = await client.ask(document, { input });
  assert.deepEqual(answer.codes, [], `${field}: ${answer.codes}`);
  assert.deepEqual(answer.data[field].userErrors, []);
  return answer.data[field];
}

/** @param {{ userErrors: { code: string }[] }} payload */
function codes(payload) {
  return payload.userErrors.map((error) => error.code);
}

/** @param {{ title: string | null, description: string | null }} image */
function texts({ title, description }) {
  return [title, description];
}

/**
 * Runs a walk as a program: `node client.mjs ADDRESS CODE PHOTO PHOTO`, one line of JSON, 0 when all
 * is well. A warning of the library counts as a surprise.
 *
 * @param {(place: Place) => Promise<object>} main
 */
export async function run(main) {
  const [address, code, ...photos] = process.argv.slice(2);
  assert.ok(address && code && photos.length === 2, "Say the address, a product, two photos.");
  /** @type {string[]} */
  const warnings = [];
  console.warn = console.error = (...words) => void warnings.push(words.join(" "));
  const found = await main({ address, code, photos });
  assert.deepEqual(warnings, []);
  console.log(JSON.stringify(found));
  // Node would wait until the connections that fetch keeps alive time out.
  process.exit(0);
}
