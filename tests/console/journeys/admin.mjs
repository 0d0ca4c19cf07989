// @ts-check
/**
 * Somebody is invited, chooses a password by the link, gets another role, and is shut out; jobs
 * are filtered by kind and state; records and store are compared without changing anything.
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
  await page.getByRole("option", { name: shell("role.REVIEWER") }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: say("role.change") }).click();
  await page.getByText(say("role.changed", { name })).first().waitFor();
  await row.getByRole("button", { name: say("shut.which", { name }) }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: say("shut.do") }).click();
  await row.getByText(say("shut"), { exact: true }).waitFor();
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

/** @param {import("../stage.mjs").Stage} stage */
async function jobs(stage) {
  const { page } = stage;
  const say = stage.words("pages/admin/jobs");
  const ui = stage.words("ui");
  await page.getByRole("link", { name: stage.words("pages/admin")("jobs"), exact: true }).click();
  const table = page.getByRole("table", { name: say("title") });
  await table.getByText(say("kind.PROCESS")).first().waitFor();
  await stage.check("jobs");
  await page.getByRole("button", { name: say("kind"), exact: false }).first().click();
  await page.getByRole("option", { name: say("kind.PUBLISH"), exact: true }).click();
  await page.waitForURL(/kind=PUBLISH/);
  await page.getByRole("button", { name: say("state.any") }).click();
  await page.getByRole("option", { name: ui("state.CANCELLED"), exact: true }).click();
  await page.getByRole("heading", { name: say("none") }).waitFor();
}

/** @param {import("../stage.mjs").Stage} stage */
async function synchronization(stage) {
  const { page } = stage;
  const say = stage.words("pages/admin/synchronization");
  const ui = stage.words("ui");
  const name = stage.words("pages/admin")("synchronization");
  await page.getByRole("link", { name, exact: true }).click();
  await page.getByRole("button", { name: say("start") }).click();
  await stage.check("compare");
  await page.getByRole("dialog").getByRole("button", { name: say("start.dry") }).click();
  const table = page.getByRole("table", { name: say("title") });
  const first = table.getByRole("row").nth(1);
  await first.getByText(ui("state.SUCCEEDED")).waitFor();
  await first.getByRole("link").click();
  await page.getByRole("table", { name: say("counts") }).waitFor();
  await stage.check("report");
}
