// @ts-check

/**
 * Pictures from a ZIP archive, and an address that Ecogram must not fetch from.
 *
 * `facts.files.zip` is the path of an archive with a photo and a text file in it.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
export async function journey(stage) {
  const { page } = stage;
  const say = stage.words("pages/upload");
  const shell = stage.words("ui");
  const rows = page.getByRole("list", { name: say("imports.list") }).getByRole("article");

  await stage.open("/upload/imports");
  await page.getByRole("heading", { level: 2, name: say("imports.title"), exact: true }).waitFor();
  await page.getByRole("button", { name: say("urls.send") }).click();
  await page.getByText(say("urls.none")).waitFor();
  await rows.first().or(page.getByRole("heading", { name: say("imports.empty") })).first().waitFor();
  const before = await rows.count();
  await page.getByLabel(say("urls.field")).fill("http://127.0.0.1:9/inside.jpg");
  await page.getByRole("button", { name: say("urls.send") }).click();
  const fetched = rows.filter({ hasText: say("imports.source.URL") }).first();
  // The newest is above those of others, once it is there.
  await rows.nth(before).waitFor();
  await fetched.getByText(say("imports.state.FINISHED"), { exact: true }).waitFor({ timeout: 30_000 });
  await fetched.getByText(say("imports.refused", { count: 1 })).waitFor();
  await fetched.getByRole("button", { name: say("imports.details") }).click();
  const dialog = page.getByRole("dialog", { name: say("imports.items") });
  const item = dialog.getByRole("listitem").filter({ hasText: "inside.jpg" });
  await item.getByText(say("imports.item.REFUSED"), { exact: true }).waitFor();
  await stage.check("refused");
  await dialog.getByRole("button", { name: shell("close") }).click();
  await fetched.getByRole("button", { name: say("imports.retry") }).click();
  await page.getByText(say("imports.again")).waitFor();

  await page.locator('input[type=file][accept*=".zip"]').setInputFiles(stage.facts.files.zip);
  await page.getByRole("button", { name: say("zip.send") }).click();
  await page.getByText(say("zip.begun")).waitFor();
  await rows.nth(before + 1).waitFor();
  const unpacked = rows.filter({ hasText: say("imports.source.ARCHIVE") }).first();
  await unpacked.getByText(say("imports.state.FINISHED"), { exact: true }).waitFor({ timeout: 30_000 });
  await unpacked.getByText(say("imports.taken", { count: 1 })).waitFor();
  await stage.check("imported");
}
