// @ts-check
import assert from "node:assert/strict";
import { truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Files of many kinds: dropped, chosen, refused, known already, in parts, and a reload in the middle.
 *
 * `facts.files` has the paths of: `photos` (three), `folder` (two photos, one of them deeper in),
 * `known` (a picture that the library has), `text` (no picture), `large` (one that goes in parts).
 *
 * @param {import("../stage.mjs").Stage} stage
 */
export async function journey(stage) {
  const { page } = stage;
  const say = stage.words("pages/upload");
  const files = stage.facts.files;
  const row = (/** @type {string} */ name) =>
    page.getByRole("listitem").filter({ hasText: name, hasNot: page.getByRole("link", { name: say("part.files") }) });
  const rowSays = (/** @type {string} */ name, /** @type {string} */ state) =>
    row(name).getByText(state, { exact: true }).waitFor({ timeout: 60_000 });

  await stage.open("/upload");
  await page.getByRole("heading", { level: 1, name: say("title") }).waitFor();
  // What the house takes is told by the API.
  await page.getByText(/JPEG.+52[.,]4\sMB/).waitFor();
  await stage.check("empty");

  const [first, ...others] = files.photos;
  await drop(stage, [...others, files.folder]);
  await take(stage, first);
  await choose(stage, [files.known, files.text, tooLarge(files.text)]);
  await rowSays("notes.txt", say("state.REFUSED"));
  await rowSays("huge.jpg", say("state.REFUSED"));
  await row("huge.jpg").getByText(/60\sMB.+52[.,]4\sMB/).waitFor();
  await rowSays("known.jpg", say("state.TWIN"));
  await page.getByText("folder/inner/").waitFor();
  await page.getByText(say("send.there.REUSE"), { exact: false }).waitFor();
  await page.getByLabel(say("batch.product"), { exact: true }).fill(`UP-${stage.language}`);
  await page.keyboard.press("Tab");
  await page.getByText(say("batch.product.none")).waitFor();
  await page.getByLabel(say("batch.productName")).fill("Sandal");
  await stage.check("chosen");

  await page.getByRole("button", { name: say("send", { count: 6 }) }).click();
  for (const name of ["photo-1.jpg", "photo-2.jpg", "photo-3.jpg", "one.jpg", "two.jpg"]) {
    await rowSays(name, say("state.READY"));
  }
  await rowSays("known.jpg", say("state.THERE"));
  await page.getByRole("status").getByText(say("said.done", { ready: 6, refused: 2 })).waitFor();
  await stage.check("done");

  const handed = page.waitForEvent("download");
  await page.getByRole("button", { name: say("list.csv") }).click();
  assert.equal((await handed).suggestedFilename(), say("list.csv.name"));
  // A row that is taken out gives the focus to the one that takes its place.
  await page.getByRole("button", { name: say("row.remove", { name: "notes.txt" }) }).press("Enter");
  await row("notes.txt").waitFor({ state: "detached" });
  await page.getByRole("list", { name: say("list.rows") }).locator("button:focus").waitFor();
  await page.getByRole("button", { name: say("list.clear") }).click();
  await row("photo-1.jpg").waitFor({ state: "detached" });

  await inParts(stage, rowSays);
}

/**
 * Of a large file two parts arrive before the page is loaded anew, and go on another page.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {(name: string, state: string) => Promise<void>} rowSays
 */
async function inParts(stage, rowSays) {
  const { page } = stage;
  const say = stage.words("pages/upload");
  const partOf = (/** @type {URL} */ url) => Number(url.searchParams.get("partNumber") ?? 0);
  const isLate = (/** @type {URL} */ url) => partOf(url) > 2;
  // The later parts stay on their way until the page has gone.
  let isHeld = true;
  await page.route(isLate, (route) => (isHeld ? undefined : route.continue()));
  await choose(stage, [stage.facts.files.large]);
  await page.getByLabel(say("batch.product"), { exact: true }).fill("UP-");
  await page.getByRole("option", { name: `UP-${stage.language} Sandal` }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByRole("option").first().waitFor({ state: "detached" });
  const arrived = [1, 2].map((number) =>
    page.waitForResponse((answer) => partOf(new URL(answer.url())) === number && answer.ok()),
  );
  await page.getByRole("button", { name: say("send", { count: 1 }) }).click();
  await Promise.all(arrived);
  await rowSays("large.tif", say("state.SENDING"));
  await stage.check("parts");

  await page.getByRole("button", { name: say("row.pause", { name: "large.tif" }) }).click();
  await rowSays("large.tif", say("state.PAUSED"));
  await page.getByRole("button", { name: say("row.go", { name: "large.tif" }) }).click();
  await rowSays("large.tif", say("state.SENDING"));

  /** @type {string[]} */
  const asked = [];
  page.once("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  /** @type {number[]} */
  const sent = [];
  // Before the new page can send anything: what is held then would be held for ever.
  page.once("framenavigated", () => {
    isHeld = false;
  });
  page.on("request", (request) => {
    const number = partOf(new URL(request.url()));
    if (number > 0 && request.method() === "PUT") sent.push(number);
  });
  await page.reload();
  await page.unroute(isLate);
  assert.deepEqual(asked, ["beforeunload"]);

  await rowSays("large.tif", say("state.READY"));
  assert.ok(!sent.includes(1) && !sent.includes(2), `Parts were sent twice: ${sent}`);
}

/** Lets files and folders fall onto the page, as the browser itself does it. @param {import("../stage.mjs").Stage} stage @param {string[]} files */
async function drop(stage, files) {
  const { page, context } = stage;
  const say = stage.words("pages/upload");
  const way = page.getByRole("button", { name: say("drop.files") });
  const box = await way.boundingBox();
  assert.ok(box);
  const devtools = await context.newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2, data };
  for (const type of /** @type {const} */ (["dragEnter", "dragOver", "drop"])) {
    await devtools.send("Input.dispatchDragEvent", { type, ...at });
  }
}

/** On a phone by the camera. @param {import("../stage.mjs").Stage} stage @param {string} file */
async function take(stage, file) {
  if (stage.screen !== "phone") return choose(stage, [file]);
  const say = stage.words("pages/upload");
  await stage.page.getByRole("button", { name: say("drop.camera") }).waitFor();
  return stage.page.locator("input[type=file][capture=environment]").setInputFiles(file);
}

/** A file beside another one, of 60 MB, of which no byte may be read. @param {string} beside */
function tooLarge(beside) {
  const path = join(dirname(beside), "huge.jpg");
  writeFileSync(path, "");
  truncateSync(path, 60_000_000);
  return path;
}

/** @param {import("../stage.mjs").Stage} stage @param {string[]} files */
async function choose({ page }, files) {
  await page.locator("input[type=file][multiple]:not([webkitdirectory])").setInputFiles(files);
}
