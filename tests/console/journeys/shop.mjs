// @ts-check
/** So many rows a list shows at first. */
const SHOWN = 50;

/**
 * A file of the catalogue is written and told live; a webhook is made by a document whose faults
 * are told, tried out without sending, stopped by a delivery that failed, and goes on; a key is
 * made, shown once, and revoked; the catalogue is seen as shops see it.
 *
 * `facts.hook` refuses the first event that it gets, and `facts.pending` waits to be approved.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
export async function journey(stage) {
  await exported(stage);
  await webhooks(stage);
  await deliveries(stage);
  await keys(stage);
  await seen(stage);
}

/** @param {import("../stage.mjs").Stage} stage @param {"exports" | "webhooks" | "keys" | "preview" | "push"} part */
async function go(stage, part) {
  const name = stage.words("pages/shop")(part);
  await stage.page.getByRole("link", { name, exact: true }).click();
  return stage.words(`pages/shop/${part}`);
}

/** @param {import("../stage.mjs").Stage} stage */
async function exported(stage) {
  const { page } = stage;
  const say = stage.words("pages/shop/exports");
  await stage.open("/shop");
  await page.getByRole("heading", { level: 2, name: say("title"), exact: true }).waitFor();
  const rows = page.getByRole("table", { name: say("title") }).getByRole("row");
  await rows.nth(1).or(page.getByRole("heading", { name: say("none") })).first().waitFor();
  const before = await rows.count();
  await page.getByRole("button", { name: say("new") }).click();
  const form = page.getByRole("dialog", { name: say("new") });
  await stage.check("export");
  await stage.choose(say("format"), say("format.GOOGLE_TSV"), form);
  await form.getByRole("button", { name: say("create") }).click();
  // The newest is above those of others, once it is there; the head is a row, too.
  await rows.nth(Math.max(before, 1)).waitFor();
  const row = rows.nth(1);
  await row.getByText(say("state.READY"), { exact: true }).waitFor();
  const link = row.getByRole("link");
  const file = await stage.context.request.get(String(await link.getAttribute("href")));
  if (!file.ok()) stage.problems.push(`The file answers ${file.status()}.`);
  const skipped = row.getByRole("button");
  if (await skipped.count()) {
    await skipped.click();
    await page.getByRole("dialog", { name: say("skips") }).getByRole("table").waitFor();
    await stage.check("skips");
    await page.keyboard.press("Escape");
  }
  await stage.check("exports");
}

/** @param {import("../stage.mjs").Stage} stage */
async function webhooks(stage) {
  const { page } = stage;
  const say = await go(stage, "webhooks");
  const url = `https://example.com/${stage.language}/${stage.screen}/${process.pid}`;
  await page.getByRole("button", { name: say("new") }).click();
  const form = page.getByRole("dialog", { name: say("new") });
  await form.getByRole("textbox", { name: say("url") }).fill(url);
  const query = form.getByRole("textbox", { name: say("query") });
  const good = await query.inputValue();
  await query.fill("{ change { kind nothing } }");
  await form.getByText(/1:17/).waitFor();
  // On a phone React Aria shows a dialog with a field only once the keyboard had time to come.
  await page.locator('[style*="opacity: 0;"]').first().waitFor({ state: "detached" });
  await stage.check("webhook-fault");
  await query.fill(good);
  await form.getByText(/1:17/).waitFor({ state: "detached" });
  await form.getByRole("button", { name: say("create") }).click();
  await told(stage, say("secret"), /^whsec_/);

  await page.getByRole("link", { name: url }).click();
  await page.getByRole("heading", { level: 2, name: url }).waitFor();
  await page.getByRole("button", { name: say("test") }).click();
  await page.getByRole("button", { name: say("test.dry") }).click();
  await page.getByText(/"test": true/).waitFor();
  await stage.check("webhook-test");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: say("pause"), exact: true }).click();
  await page.getByText(say("paused"), { exact: true }).waitFor();
  await page.getByRole("button", { name: say("rotate") }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: say("rotate") }).click();
  await told(stage, say("secret"), /^whsec_/);
  await stage.check("webhook");
  await deleted(stage);
}

/** @param {import("../stage.mjs").Stage} stage */
async function deleted(stage) {
  const { page } = stage;
  const say = stage.words("pages/shop/webhooks");
  await page.getByRole("button", { name: say("delete"), exact: true }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: say("delete") }).click();
  await page.getByRole("heading", { level: 2, name: say("title"), exact: true }).waitFor();
}

/**
 * The receiver wants no more, which stops the webhook; an administrator sees it and goes on.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
async function deliveries(stage) {
  const { page } = stage;
  const say = await go(stage, "webhooks");
  const { hook, pending } = stage.facts;
  await page.getByRole("button", { name: say("new") }).click();
  const form = page.getByRole("dialog", { name: say("new") });
  await form.getByRole("textbox", { name: say("url") }).fill(hook);
  await form.getByRole("button", { name: say("create") }).click();
  await told(stage, say("secret"), /^whsec_/);
  await page.getByRole("link", { name: hook }).click();
  await page.getByRole("heading", { name: say("deliveries.none") }).waitFor();
  await stage.ask(
    "mutation ($ids: [ID!]!) { approveImages(input: { ids: $ids }) { userErrors { code } } }",
    { ids: [pending] },
  );

  // Log and state are told while they are looked at.
  const row = page.getByRole("table", { name: say("deliveries") }).getByRole("row").nth(1);
  // A job publishes the picture, a turn tells of it, and the page looks every five seconds.
  await row.getByText(say("delivery.FAILED"), { exact: true }).waitFor({ timeout: 60_000 });
  await page.getByText(say("stopped"), { exact: true }).waitFor();
  await row.getByText(say("tries.count", { count: 1 })).click();
  await row.getByText("410", { exact: true }).waitFor();
  await stage.check("webhook-stopped");
  await noticed(stage);
  await page.getByRole("button", { name: say("go"), exact: true }).click();
  await page.getByText(say("active"), { exact: true }).waitFor();
  await row.getByText(say("delivery.DELIVERED"), { exact: true }).waitFor();
  await row.getByRole("button").click();
  await page.getByText(say("replay.done", { count: 1 })).waitFor();
  await row.getByText(say("tries.count", { count: 3 })).waitFor();
  await row.getByText(say("delivery.DELIVERED"), { exact: true }).waitFor();
  await stage.choose(say("state"), say("delivery.FAILED"));
  await page.waitForURL(/state=FAILED/);
  await page.reload();
  await page.getByRole("heading", { name: say("deliveries.none") }).waitFor();
  await deleted(stage);
}

/** What was stopped is told, and leads there. @param {import("../stage.mjs").Stage} stage */
async function noticed(stage) {
  const { page } = stage;
  const say = stage.words("pages/admin/notices");
  await stage.open("/admin/notices");
  const row = page.getByRole("row").filter({ hasText: stage.facts.hook });
  await row.getByText(say("kind.WEBHOOK_PAUSED")).waitFor();
  await row.getByRole("link", { name: say("open") }).click();
  await page.getByRole("heading", { level: 2, name: stage.facts.hook }).waitFor();
}

/** @param {import("../stage.mjs").Stage} stage @param {string} title @param {RegExp} like */
async function told(stage, title, like) {
  const shop = stage.words("pages/shop");
  const dialog = stage.page.getByRole("dialog", { name: title });
  const value = await dialog.getByRole("textbox", { name: title }).inputValue();
  if (!like.test(value)) stage.problems.push(`That is no secret: ${value}`);
  await dialog.getByRole("button", { name: shop("haveIt") }).click();
  return value;
}

/** @param {import("../stage.mjs").Stage} stage */
async function keys(stage) {
  const { page } = stage;
  const say = await go(stage, "keys");
  const name = `Shop ${stage.language} ${stage.screen} ${process.pid}`;
  await page.getByRole("button", { name: say("new") }).click();
  const form = page.getByRole("dialog", { name: say("new") });
  await form.getByRole("textbox", { name: say("name") }).fill(name);
  await form.getByRole("button", { name: say("create") }).click();
  await told(stage, say("secret"), /./);
  const row = page.getByRole("row").filter({ hasText: name });
  await row.getByText(say("good"), { exact: true }).waitFor();
  await stage.check("keys");
  await row.getByRole("button", { name: say("revoke.which", { name }) }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: say("revoke") }).click();
  await row.getByText(say("revoked"), { exact: true }).waitFor();
  if (stage.screen === "desk") await many(stage);
}

/** The button to read on goes away with the last keys, and the focus goes on to the first of them. @param {import("../stage.mjs").Stage} stage */
async function many(stage) {
  const { page } = stage;
  const key = (/** @type {unknown} */ _, /** @type {number} */ at) =>
    `k${at}: createApiKey(input: { name: "Till ${at}", scopes: [CATALOG_READ] }) { userErrors { code } }`;
  // Not all at once: that would be more aliases than a request may have.
  for (const _ of [1, 2]) {
    await stage.ask(`mutation { ${Array.from({ length: SHOWN / 2 }, key).join(" ")} }`, {});
  }
  await page.reload();
  const rows = page.getByRole("table", { name: stage.words("pages/shop/keys")("title") }).locator("tbody tr");
  await rows.nth(SHOWN - 1).waitFor();
  const more = page.getByRole("button", { name: stage.words("ui")("more") });
  await more.press("Enter");
  await more.waitFor({ state: "detached" });
  await rows.nth(SHOWN).and(page.locator(":focus")).waitFor();
}

/** @param {import("../stage.mjs").Stage} stage */
async function seen(stage) {
  const { page } = stage;
  const say = await go(stage, "preview");
  await page.getByRole("heading", { level: 3, name: "SHOE-1" }).waitFor();
  await page.getByRole("textbox", { name: say("code") }).fill("SHOE-2");
  await page.getByRole("button", { name: say("show"), exact: true }).click();
  await page.waitForURL(/code=SHOE-2/);
  await page.getByRole("heading", { level: 3, name: "SHOE-1" }).waitFor({ state: "detached" });
  await stage.check("preview");
  const push = await go(stage, "push");
  await page.getByRole("heading", { level: 2, name: push("off") }).waitFor();
  await stage.check("push");
}
