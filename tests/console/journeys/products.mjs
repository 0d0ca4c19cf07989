// @ts-check
/**
 * A product is made, gets pictures in an order and a main one, and tells what shops see, what not
 * and why, and what it lacks.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
export async function journey(stage) {
  const { page } = stage;
  const say = stage.words("pages/products");
  const shared = stage.words("ui/arranging");
  const dialog = page.getByRole("dialog");
  const code = `NEW-${stage.facts.product}`;
  const button = (/** @type {string} */ of) => page.getByRole("button", { name: of, exact: true });
  const row = (/** @type {string} */ of) => page.getByRole("grid").getByRole("row", { name: of });

  await stage.open("/products");
  await button(say("create")).click();
  await dialog.getByRole("textbox", { name: say("code"), exact: true }).fill(stage.facts.product);
  await dialog.getByRole("button", { name: say("create.action") }).click();
  await page.locator("[data-invalid]").first().waitFor();
  await stage.check("refused");
  await dialog.getByRole("textbox", { name: say("code"), exact: true }).fill(code);
  await dialog.getByRole("button", { name: say("create.action") }).click();
  await page.getByRole("heading", { level: 1, name: code }).waitFor();

  const [published, waiting] = stage.facts.pictures;
  await button(say("add")).click();
  for (const one of [published, waiting]) {
    await dialog.getByRole("searchbox").fill(one);
    // Only what is looked for is there: the whole library would move away under the press.
    await dialog.getByRole("row").nth(1).waitFor({ state: "detached" });
    await dialog.getByRole("row", { name: one }).click();
  }
  await dialog.getByRole("button", { name: shared("picker.add", { count: 2 }) }).click();
  await row(published).waitFor();
  await page.getByText(say("gap.main.text")).waitFor();
  await page.getByText(say("why.pending")).waitFor();
  await row(published).click();
  await button(say("main")).click();
  await page.getByText(say("gap.main.text")).waitFor({ state: "detached" });
  await button(shared("bar.none")).click();

  await row(published).focus();
  await page.keyboard.press("Alt+ArrowRight");
  await page.getByText(shared("row.moved", { name: published, place: 2, count: 2 })).waitFor();
  await stage.check("product");

  await button(say("addresses.of", { name: published })).click();
  await dialog.getByLabel(say("srcset", { type: "image/webp" })).waitFor();
  await stage.check("addresses");
  await page.keyboard.press("Escape");

  await button(say("edit")).click();
  await dialog.getByRole("textbox", { name: say("name"), exact: true }).fill("Winter boot");
  await dialog.getByRole("button", { name: say("save") }).click();
  await page.getByText("Winter boot").waitFor();

  await stage.open("/products");
  // All of them first, so that it is seen when the search has left one.
  await page.getByRole("link", { name: stage.facts.product, exact: true }).waitFor();
  await page.getByRole("searchbox").fill(code);
  await page.getByRole("link", { name: stage.facts.product, exact: true }).waitFor({ state: "detached" });
  await stage.check("list");
  await page.getByRole("link", { name: code }).click();
  await row(waiting).click();
  await button(say("remove")).click();
  const question = page.getByRole("alertdialog");
  await question.getByRole("button", { name: say("remove") }).click();
  await row(waiting).waitFor({ state: "detached" });
  // The question says how many there are, as they are counted when it is asked.
  await page.getByText(`Winter boot · ${shared("count.images", { count: 1 })}`).waitFor();
  await button(say("delete")).click();
  await question.getByText(say("delete.text", { count: 1 })).waitFor();
  await question.getByRole("button", { name: say("delete") }).click();
  await page.getByText(say("delete.done", { code })).waitFor();
  if (stage.screen === "phone") await drawer(stage);
}

/** The navigation of phones leads on without loading the console anew. @param {import("../stage.mjs").Stage} stage */
async function drawer(stage) {
  const { page } = stage;
  const shell = stage.words("shell");
  await page.evaluate(() => document.documentElement.setAttribute("data-same", "yes"));
  await page.getByRole("button", { name: shell("openNavigation") }).click();
  await page.getByRole("dialog").getByRole("link", { name: shell("nav.groups") }).click();
  await page.getByRole("heading", { level: 1, name: stage.words("pages/groups")("title") }).waitFor();
  await page.locator("html[data-same]").waitFor();
}
