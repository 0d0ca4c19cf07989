// @ts-check
/**
 * The numbers of the last days as plots, each with its table; another grouping is in the address
 * and outlives a reload.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
export async function journey(stage) {
  const { page } = stage;
  const say = stage.words("pages/numbers");
  await stage.open("/numbers");
  await page.getByRole("heading", { level: 1, name: say("title") }).waitFor();
  const plot = page.getByRole("img", { name: say("plotOf", { title: say("flow") }) });
  await plot.locator("canvas").waitFor();
  await page.getByText(say("asTable", { title: say("flow") })).click();
  await page.getByRole("table", { name: say("flow") }).waitFor();
  await stage.check("time");
  await page.getByText(say("asTable", { title: say("flow") })).click();
  await page.getByRole("heading", { level: 2, name: say("storage") }).scrollIntoViewIfNeeded();
  await stage.check("storage");
  await page.getByRole("heading", { level: 2, name: say("failures") }).scrollIntoViewIfNeeded();
  await stage.check("stages");
  // In words, in the order in which they are reached.
  await page.getByText(say("asTable", { title: say("stages") })).click();
  const first = page.getByRole("table", { name: say("stages") }).getByRole("row").nth(1);
  await first.getByText(`${say("kind.PROCESS")}: ${say("stage.CHECKED")}`, { exact: true }).waitFor();

  await stage.choose(say("by"), say("by.IMPORTER"));
  await page.waitForURL(/by=IMPORTER/);
  await page.reload();
  const all = page.getByRole("table", { name: say("groups.all") });
  await all.getByText("Ada").first().waitFor();
  await stage.check("importers");
}
