// @ts-check
/**
 * GraphiQL in a real browser, as people use it: `node graphiql.mjs ADDRESS CHROMIUM PHOTO [FOLDER]`.
 *
 * Prints one line of JSON with all that a console, a policy or a network monitor would show. With
 * a folder, screenshots of each look are left in it.
 */

import assert from "node:assert/strict";
import { openAsBlob } from "node:fs";
import { basename, join } from "node:path";

import { chromium } from "playwright-core";

import { QUIET } from "./browser.mjs";
import { LOGIN, REGISTER, UPLOAD } from "./documents.mjs";

const [address, executablePath, photo, folder] = process.argv.slice(2);
assert.ok(address && executablePath && photo, "Say the address, the browser and a photo.");

const EVE = { email: "eve@example.com", password: "another long phrase" };
const ADA = { email: "ada@example.com", password: "a long pass phrase" };
const WIDE = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
/** @type {Record<string, import("playwright-core").BrowserContextOptions>} */
const LOOKS = {
  light: { ...WIDE, colorScheme: "light" },
  dark: { ...WIDE, colorScheme: "dark" },
  phone: { ...PHONE, colorScheme: "light" },
};

/** What an answer shows of the photo. */
const NAME = new RegExp(`"fileName":\\s*"${basename(photo)}"`);

/** @type {{ elsewhere: string[], refused: string[], console: string[], policy: string[] }} */
const seen = { elsewhere: [], refused: [], console: [], policy: [] };

/** @param {import("playwright-core").Page} page */
async function watch(page) {
  page.on("request", (request) => {
    const url = new URL(request.url());
    const ours = url.origin === address || ["data:", "blob:"].includes(url.protocol);
    if (!ours) seen.elsewhere.push(request.url());
  });
  page.on("response", (answer) => {
    if (answer.status() >= 400) seen.refused.push(`${answer.status()} ${answer.url()}`);
  });
  page.on("pageerror", (error) => void seen.console.push(error.message));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) seen.console.push(message.text());
  });
  await page.exposeFunction("tellPolicy", (/** @type {string} */ what) => seen.policy.push(what));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      /** @type {any} */ (window).tellPolicy(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
}

/** @param {import("playwright-core").Page} page @param {{ email: string, password: string }} who */
async function signIn(page, { email, password }) {
  const dialog = page.getByRole("dialog");
  if (!(await dialog.isVisible())) await page.getByRole("button", { name: "Sign in" }).click();
  await dialog.getByLabel("E-mail").fill(email);
  await dialog.getByLabel("Password").fill(password);
  await dialog.getByRole("button", { name: "Sign in" }).click();
}

/** Opens a tab and runs it. @param {import("playwright-core").Page} page @param {string} name */
async function runTab(page, name) {
  await page.getByRole("tab", { name, exact: true }).click();
  // GraphiQL reads the document of a tab a moment later than a program could click.
  await page.waitForTimeout(500);
  await page.locator(".graphiql-execute-button").click();
}

/** Waits until the answer shows `text`. @param {import("playwright-core").Page} page @param {RegExp} text */
async function shows(page, text) {
  await page.locator(".result-window", { hasText: text }).waitFor({ timeout: 20_000 });
}

/** @param {import("playwright-core").Page} page @param {string} name */
async function shoot(page, name) {
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** @param {string} query @param {object} input @returns {Promise<any>} */
async function ask(query, input) {
  const body = JSON.stringify({ query, variables: { input } });
  const headers = { "content-type": "application/json" };
  return (await (await fetch(`${address}/graphql`, { method: "POST", headers, body })).json()).data;
}

/** Uploads the photo as a program would. @param {string} token */
async function send(token) {
  const form = new FormData();
  const operations = { query: UPLOAD, variables: { input: { files: [null] } } };
  form.set("operations", JSON.stringify(operations));
  form.set("map", JSON.stringify({ 0: ["variables.input.files.0"] }));
  form.set("0", await openAsBlob(/** @type {string} */ (photo)), "program.jpg");
  const headers = { authorization: `Bearer ${token}`, "apollo-require-preflight": "true" };
  const answer = await fetch(`${address}/graphql`, { method: "POST", headers, body: form });
  const [result] = (await answer.json()).data.uploadImages.results;
  assert.equal(result.error, null);
}

/** Uploads the photo as people do. @param {import("playwright-core").Page} page */
async function upload(page) {
  await page.getByLabel("Files to upload").setInputFiles(/** @type {string} */ (photo));
  await page.getByRole("button", { name: "1 file" }).waitFor();
  await runTab(page, "UploadImages");
  await shows(page, NAME);
}

/** What shops read. Of a long answer only the top is drawn. @param {import("playwright-core").Page} page */
async function readAsShop(page) {
  await runTab(page, "Catalog");
  await shows(page, /"products":/);
  await runTab(page, "Changes");
  await shows(page, /"changes":/);
}

/** What a visitor does in each look. @param {import("playwright-core").Browser} browser @param {string} look @param {string} token */
async function visit(browser, look, token) {
  const context = await browser.newContext(LOOKS[look]);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await watch(page);
  await page.goto(`${address}/graphql`);
  await page.locator(".graphiql-execute-button").waitFor();
  await shoot(page, `${look}-welcome`);
  await signIn(page, EVE);
  await page.getByRole("dialog").getByRole("alert").waitFor();
  await shoot(page, `${look}-refused`);
  await signIn(page, ADA);
  await page.getByRole("button", { name: ADA.email }).waitFor();
  await upload(page);
  await shoot(page, `${look}-upload`);
  await runTab(page, "Images");
  await shows(page, NAME);
  await shoot(page, `${look}-images`);
  await readAsShop(page);
  await runTab(page, "ImageProcessing");
  await page.getByRole("button", { name: /stop/i }).waitFor();
  await send(token);
  await shows(page, /"stage":\s*"READY"/);
  await shoot(page, `${look}-processing`);
  const answer = await page.locator(".result-window").boundingBox();
  await context.close();
  return Math.round(answer?.width ?? 0);
}

await ask(REGISTER, { ...ADA, name: "Ada" });
const token = (await ask(LOGIN, ADA)).login.session.accessToken;
const browser = await chromium.launch({ executablePath, args: QUIET });
/** @type {Record<string, number>} */
const widths = {};
for (const look of Object.keys(LOOKS)) widths[look] = await visit(browser, look, token);
await browser.close();
console.log(JSON.stringify({ ...seen, widths }));
process.exit(0);
