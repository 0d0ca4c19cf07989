// @ts-check
import assert from "node:assert/strict";

/**
 * Somebody is invited, chooses a password by the link, gets another role, and is shut out; a job
 * that failed is found and done again; records and store are compared without changing anything.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
export async function journey(stage) {
  await accounts(stage);
  await jobs(stage);
  await synchronization(stage);
}

/** @param {import("../stage.mjs").Stage} stage */
async function accounts(stage) {
  const { page } = stage;
  const say = stage.words("pages/admin/accounts");
  const shell = stage.words("shell");
  const email = `nina-${stage.language}-${stage.screen}-${process.pid}@example.com`.toLowerCase();
  const name = `Nina ${stage.language} ${stage.screen}`;
  await stage.open("/admin");
  await page.getByRole("heading", { level: 2, name: say("title") }).waitFor();
  await page.getByRole("table", { name: say("title") }).waitFor();
  await stage.check("accounts");

  await page.getByRole("button", { name: say("invite") }).click();
  const form = page.getByRole("dialog", { name: say("invite.title") });
  await form.getByRole("textbox", { name: say("email") }).fill(email);
  await form.getByRole("textbox", { name: say("name") }).fill(name);
  await stage.check("invite");
  await form.getByRole("button", { name: say("invite.do") }).click();
  const told = page.getByRole("dialog", { name: say("pass.title") });
  const link = await told.getByRole("textbox", { name: say("pass.link") }).inputValue();
  await stage.check("pass");
  await told.getByRole("button", { name: say("pass.close") }).click();
  await redeem(stage, link);

  const row = page.getByRole("row").filter({ hasText: email });
  await row.getByRole("button", { name: say("role.of", { name }) }).click();
  await page.getByRole("option", { name: shell("role.REVIEWER"), exact: true }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: say("role.change") }).click();
  await row.getByRole("button", { name: shell("role.REVIEWER") }).waitFor();
  // By keyboard: what was asked for from a menu gives the focus back to its button.
  const more = row.getByRole("button", { name: say("more.which", { name }) });
  await more.press("Enter");
  await page.getByRole("menuitem", { name: say("shut.do") }).waitFor();
  await stage.check("more");
  await page.getByRole("menuitem", { name: say("shut.do") }).click();
  // Notes are such dialogs too.
  const question = page.getByRole("alertdialog", { name: say("shut.title", { name }) });
  await question.locator(":focus").waitFor();
  await page.keyboard.press("Escape");
  await question.waitFor({ state: "detached" });
  await page.locator("button:focus").and(more).waitFor();
  await more.press("Enter");
  await page.getByRole("menuitem", { name: say("shut.do") }).click();
  await question.getByRole("button", { name: say("shut.do") }).click();
  await row.getByText(say("shut"), { exact: true }).waitFor();

  // The address keeps who is looked for.
  await page.getByRole("searchbox", { name: say("search") }).fill(email);
  await page.waitForURL((url) => url.searchParams.get("begin") === email);
  await page.reload();
  await row.getByText(say("shut"), { exact: true }).waitFor();
  await page.getByRole("row").nth(2).waitFor({ state: "detached" });
}

/** As the one who was invited, in a browser of their own. @param {import("../stage.mjs").Stage} stage @param {string} link */
async function redeem(stage, link) {
  const say = stage.words("pages/password");
  const browser = stage.context.browser();
  const theirs = await browser?.newContext({ locale: stage.language });
  const page = await theirs?.newPage();
  if (!page) throw new Error("There is no browser.");
  await page.goto(link);
  await page.getByRole("textbox", { name: say("password") }).fill("a password of three words");
  await page.getByRole("button", { name: say("submit") }).click();
  await page.getByRole("heading", { level: 1, name: say("done") }).waitFor();
  await theirs?.close();
}

/** The three newest questions to the model have failed. @param {import("../stage.mjs").Stage} stage */
async function jobs(stage) {
  const { page } = stage;
  const say = stage.words("pages/admin/jobs");
  const ui = stage.words("ui");
  await page.getByRole("link", { name: stage.words("pages/admin")("jobs"), exact: true }).click();
  const table = page.getByRole("table", { name: say("title") });
  const first = table.getByRole("row").nth(1);
  await first.waitFor();
  await stage.check("jobs");
  await stage.choose(say("kind"), say("kind.ANALYSE"));
  await page.waitForURL(/kind=ANALYSE/);
  // A list of what has failed is not read again by itself: on a slow machine it may be asked for
  // before the job has been tried, and stay empty.
  const asked = first.filter({ hasText: say("kind.ANALYSE") });
  await table.getByText(ui("state.FAILED"), { exact: true }).nth(2).waitFor();
  await asked.locator("time[title]").waitFor();
  await stage.choose(say("state"), ui("state.FAILED"));
  await page.waitForURL(/kind=ANALYSE&state=FAILED/);
  const retry = table.getByRole("button", { name: say("retry.which", { kind: say("kind.ANALYSE") }) });
  await retry.nth(2).waitFor();
  await table.getByTitle("MODEL_ACCESS_DENIED").first().waitFor();
  await stage.check("failed");
  // By keyboard: a press is lost where the row moves under it.
  await retry.first().press("Enter");
  await page.getByText(say("retried")).waitFor();
  await page.getByRole("button", { name: say("retryAll", { count: 2 }) }).press("Enter");
  const question = page.getByRole("alertdialog", { name: say("retryAll.title", { count: 2 }) });
  await question.getByRole("button", { name: say("retry") }).press("Enter");
  await page.getByText(say("retryAll.done", { done: 2, count: 2 })).waitFor();
  await page.getByRole("heading", { name: say("none") }).waitFor();
  await stage.choose(say("state"), say("state.any"));
  await page.waitForURL((url) => !url.search.includes("state"));
  await asked.getByText(ui("state.SUCCEEDED"), { exact: true }).waitFor();
  await table.getByText(ui("state.SUCCEEDED"), { exact: true }).nth(2).waitFor();
  // It leads to the picture that it was about.
  const link = asked.getByRole("link", { name: say("kind.ANALYSE") });
  assert.equal(await link.getAttribute("href"), `/images/${stage.facts.imageIds[0]}`);
}

/** @param {import("../stage.mjs").Stage} stage */
async function synchronization(stage) {
  const { page } = stage;
  const say = stage.words("pages/admin/synchronization");
  const ui = stage.words("ui");
  const name = stage.words("pages/admin")("synchronization");
  await page.getByRole("link", { name, exact: true }).click();
  const table = page.getByRole("table", { name: say("title") });
  const first = table.getByRole("row").nth(1);
  await first.or(page.getByRole("heading", { name: say("none") })).waitFor();
  const before = (await first.count()) ? await first.getByRole("link").getAttribute("href") : "";
  await page.getByRole("button", { name: say("start") }).click();
  await stage.check("compare");
  await page.getByRole("dialog").getByRole("button", { name: say("start.dry") }).click();
  // Its report is opened at once, and is told further while it is looked at.
  await first.locator(`a:not([href="${before}"])`).click();
  await page.getByRole("table", { name: say("counts") }).waitFor();
  await page.getByText(ui("state.SUCCEEDED"), { exact: true }).waitFor();
  await stage.check("report");
  await stage.choose(say("class"), say("class.SIZE_DIFFERS"));
  await page.waitForURL(/kind=SIZE_DIFFERS/);
  await page.getByRole("link", { name: say("back") }).click();
  await first.getByText(ui("state.SUCCEEDED"), { exact: true }).waitFor();
}
