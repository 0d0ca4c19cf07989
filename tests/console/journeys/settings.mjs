// @ts-check
import assert from "node:assert/strict";

/**
 * A custom field is made, filled in and deleted; rules are tried out, saved and taken back; old
 * renditions are made anew; the audit is filtered and written into a file.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
export async function journey(stage) {
  await fields(stage);
  await rules(stage);
  await presets(stage);
  const notices = await go(stage, "notices");
  await stage.page.getByRole("heading", { level: 2, name: notices("title") }).waitFor();
  await stage.check("notices");
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
  await stage.open("/admin/fields");
  await page.getByRole("button", { name: say("new") }).click();
  const form = page.getByRole("dialog", { name: say("new") });
  await form.getByRole("textbox", { name: say("label") }).fill(label);
  await form.getByRole("textbox", { name: say("key") }).fill("Not a key");
  await stage.choose(say("type"), say("type.CHOICE"), form);
  await form.getByRole("textbox", { name: say("choices") }).fill("Summer\nWinter");
  await form.getByRole("button", { name: say("save") }).click();
  await form.locator("[data-invalid] input").first().waitFor();
  await form.getByRole("textbox", { name: say("key") }).fill(`season${process.pid}${stage.screen}`);
  await form.getByRole("button", { name: say("save") }).click();
  const row = page.getByRole("table", { name: say("title") }).getByRole("row").filter({ hasText: label });
  await row.getByText(/Summer.*Winter/).waitFor();
  await stage.check("fields");
  await row.getByRole("button", { name: say("edit.which", { label }) }).click();
  const edit = page.getByRole("dialog", { name: say("edit") });
  await edit.getByRole("textbox", { name: say("choices") }).fill("Summer\nWinter\nAutumn");
  await edit.getByRole("button", { name: say("save") }).click();
  await row.getByText(/Autumn/).waitFor();

  await filled(stage, label);
  await stage.open("/admin/fields");
  await row.getByRole("button", { name: say("delete.which", { label }) }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: say("delete") }).click();
  await row.waitFor({ state: "detached" });
}

/** As whoever describes a picture does. @param {import("../stage.mjs").Stage} stage @param {string} label */
async function filled(stage, label) {
  const { page } = stage;
  const say = stage.words("pages/image");
  await stage.open(`/images/${stage.facts.imageIds.at(-1)}`);
  await page.getByRole("tab", { name: say("part.belongs") }).click();
  await stage.choose(label, "Autumn");
  const save = page.getByRole("button", { name: say("edit.save"), exact: true });
  await save.click();
  await save.waitFor({ state: "detached" });
  await page.reload();
  await page.getByRole("button", { name: `Autumn ${label}` }).waitFor();
}

/** @param {import("../stage.mjs").Stage} stage */
async function rules(stage) {
  const { page } = stage;
  const say = await go(stage, "rules");
  const save = page.getByRole("button", { name: say("save") });
  const saved = page.getByRole("button", { name: say("save"), disabled: true });
  const name = page.getByRole("textbox", { name: say("name", { place: 1 }) });
  await page.getByRole("button", { name: say("add") }).click();
  await name.fill("Huge");
  // So large is none: what is saved here changes nothing for others.
  await page.getByRole("spinbutton", { name: say("when.leastSide") }).fill("60000");
  await stage.choose(say("action"), say("action.ROUTE"));
  await stage.choose(say("reviewer"), "Rui");
  await page.getByRole("button", { name: say("trial.run") }).click();
  const trial = page.getByRole("table", { name: say("trial") });
  await trial.getByRole("row").filter({ hasText: "Huge" }).getByText("0").first().waitFor();
  await stage.check("rules");
  // Off while it is under way, too: a page that goes then takes its request along.
  const answer = () =>
    page.waitForResponse((one) => one.request().postData()?.includes("mutation SetReviewRules") ?? false);
  // What was saved can be changed and saved again: nobody else has.
  for (const called of ["Huge", "Very huge"]) {
    await name.fill(called);
    const answered = answer();
    // By keyboard: a press is lost where the button moves under it, and rows come and go here.
    await save.press("Enter");
    await answered;
    await saved.waitFor();
  }
  await page.reload();
  await name.waitFor();
  assert.equal(await name.inputValue(), "Very huge");
  await page.getByRole("button", { name: say("remove.which", { name: "Very huge" }) }).click();
  await page.getByRole("heading", { name: say("none") }).waitFor();
  const answered = answer();
  // The focus may still be on its way from the row that is gone.
  for (let turn = 0; turn < 3 && !(await saved.isVisible()); turn += 1) {
    await save.press("Enter");
    await saved.waitFor({ timeout: 4000 }).catch(() => undefined);
  }
  await answered;
  await saved.waitFor();
}

/** @param {import("../stage.mjs").Stage} stage */
async function presets(stage) {
  const { page } = stage;
  const say = await go(stage, "presets");
  const done = page.getByText(stage.words("ui")("state.SUCCEEDED"), { exact: true });
  await page.getByRole("button", { name: say("one.which", { preset: "SMALL" }) }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: say("regenerate") }).click();
  await page.locator("dd").getByText("SMALL", { exact: true }).waitFor();
  await done.waitFor();
  await page.getByRole("button", { name: say("all"), exact: true }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: say("regenerate") }).click();
  await page.locator("dd").getByText(say("preset.all"), { exact: true }).waitFor();
  await done.waitFor();
  // Whoever comes later sees it, too.
  await page.reload();
  await page.locator("dd").getByText(say("preset.all"), { exact: true }).waitFor();
  await done.waitFor();
  await stage.check("presets");
}

/** @param {import("../stage.mjs").Stage} stage */
async function audit(stage) {
  const { page } = stage;
  const say = await go(stage, "audit");
  const table = page.getByRole("table", { name: say("title") });
  await table.getByRole("row").nth(1).waitFor();
  await page.getByRole("textbox", { name: say("action") }).pressSequentially("image.approved");
  await page.waitForURL(/action=image.approved/);
  await page.getByRole("textbox", { name: say("subject") }).fill("image");
  await page.waitForURL(/subjectKind=image/);
  await table.getByText("review_rules").waitFor({ state: "detached" });
  await table.getByRole("row").nth(1).getByText("image.approved").waitFor();
  await table.getByText("Ada").first().waitFor();
  await table.getByText(say("show")).first().click();
  await stage.check("audit");
  await stage.choose(say("format"), "JSON Lines");
  await page.getByRole("button", { name: say("export") }).click();
  const link = page.getByRole("link", { name: say("download", { size: "" }).split("(")[0] ?? "" });
  const file = await stage.context.request.get(String(await link.getAttribute("href")));
  const lines = (await file.text()).trim().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual([...new Set(lines.map(({ action }) => action))], ["image.approved"]);
  await page.getByLabel(say("since"), { exact: true }).fill("2020-01-01");
  await page.getByLabel(say("until"), { exact: true }).fill("2020-01-02");
  await page.getByRole("heading", { name: say("none") }).waitFor();
  // The file was one of other entries.
  await link.waitFor({ state: "detached" });
}
