// @ts-check
/**
 * A custom field is made and deleted, rules are tried out without being saved, old renditions are
 * made anew, and the audit is filtered and written into a file.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
export async function journey(stage) {
  await stage.open("/admin/fields");
  await fields(stage);
  await rules(stage);
  await presets(stage);
  const notices = await go(stage, "notices");
  await stage.page.getByRole("heading", { level: 2, name: notices("title") }).waitFor();
  await audit(stage);
}

/** @param {import("../stage.mjs").Stage} stage @param {"rules" | "presets" | "notices" | "audit"} part */
async function go(stage, part) {
  const name = stage.words("pages/admin")(part);
  await stage.page.getByRole("link", { name, exact: true }).click();
  return stage.words(`pages/admin/${part}`);
}

/** @param {import("../stage.mjs").Stage} stage */
async function fields(stage) {
  const { page } = stage;
  const say = stage.words("pages/admin/fields");
  const label = `Season ${stage.language} ${stage.screen}`;
  await page.getByRole("button", { name: say("new") }).click();
  const form = page.getByRole("dialog", { name: say("new") });
  await form.getByRole("textbox", { name: say("label") }).fill(label);
  await form.getByRole("textbox", { name: say("key") }).fill("Not a key");
  await form.getByRole("button", { name: say("save") }).click();
  await form.locator("[data-invalid] input").first().waitFor();
  await form.getByRole("textbox", { name: say("key") }).fill(`season${process.pid}${stage.screen}`);
  await form.getByRole("button", { name: say("save") }).click();
  const row = page.getByRole("table", { name: say("title") }).getByRole("row").filter({ hasText: label });
  await row.waitFor();
  await stage.check("fields");
  await row.getByRole("button", { name: say("delete.which", { label }) }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: say("delete") }).click();
  await row.waitFor({ state: "detached" });
}

/** @param {import("../stage.mjs").Stage} stage */
async function rules(stage) {
  const { page } = stage;
  const say = await go(stage, "rules");
  await page.getByRole("button", { name: say("add") }).click();
  await page.getByRole("textbox", { name: say("name", { place: 1 }) }).fill("Excellent");
  await page.getByRole("button", { name: say("trial.run") }).click();
  await page.getByRole("table", { name: say("trial") }).getByText("Excellent").waitFor();
  await stage.check("rules");
}

/** @param {import("../stage.mjs").Stage} stage */
async function presets(stage) {
  const { page } = stage;
  const say = await go(stage, "presets");
  await page.getByRole("table", { name: say("title") }).getByText("SMALL").waitFor();
  await page.getByRole("button", { name: say("all"), exact: true }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: say("regenerate") }).click();
  await page.getByText(stage.words("ui")("state.SUCCEEDED")).waitFor();
  await stage.check("presets");
}

/** @param {import("../stage.mjs").Stage} stage */
async function audit(stage) {
  const { page } = stage;
  const say = await go(stage, "audit");
  const table = page.getByRole("table", { name: say("title") });
  await table.getByRole("row").nth(1).waitFor();
  await page.getByRole("textbox", { name: say("action") }).fill("image.approved");
  await page.waitForURL(/action=image.approved/);
  await table.getByText("Ada").first().waitFor();
  await stage.check("audit");
  await page.getByRole("button", { name: say("export") }).click();
  await page.getByRole("link", { name: say("download", { size: "" }).split("(")[0] ?? "" }).waitFor();
}
