// @ts-check
/**
 * A collection is filled from the library and ordered by keyboard and by drag; a smart one fills
 * itself, and all that it finds is edited at once, and that taken back.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
export async function journey(stage) {
  const { page } = stage;
  const say = stage.words("pages/collections");
  const shared = stage.words("ui/arranging");
  const { pictures, product } = stage.facts;
  const [a, b, c, d] = pictures;
  const name = `Window ${product}`;
  const dialog = page.getByRole("dialog");
  const button = (/** @type {string} */ of) => page.getByRole("button", { name: of, exact: true });
  const row = (/** @type {string} */ of) => page.getByRole("grid", { name: say("pictures") }).getByRole("row", { name: of });

  await stage.open("/collections");
  await button(say("create")).click();
  await dialog.getByRole("textbox", { name: say("name"), exact: true }).fill(name);
  await button(say("create.action")).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await button(say("add")).click();
  for (const one of pictures) {
    await dialog.getByRole("searchbox").fill(one);
    // Only what is looked for is there: the whole library would move away under the press.
    await dialog.getByRole("row").nth(1).waitFor({ state: "detached" });
    await dialog.getByRole("row", { name: one }).click();
  }
  await dialog.getByRole("button", { name: shared("picker.add", { count: 4 }) }).click();
  await row(d).waitFor();
  await order(stage, [a, b, c, d]);

  // By keyboard: one step, then to the end.
  await row(a).focus();
  await page.keyboard.press("Alt+ArrowRight");
  await page.getByText(shared("row.moved", { name: a, place: 2, count: 4 })).waitFor();
  await order(stage, [b, a, c, d]);
  await page.keyboard.press("Alt+End");
  await order(stage, [b, c, d, a]);

  // From a handle, as screen readers do it.
  await page.getByRole("button", { name: shared("row.drag", { name: d }) }).focus();
  await page.keyboard.press("Enter");
  await page.locator("[aria-roledescription]:focus").waitFor();
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await page.getByText(shared("row.moved", { name: d, place: 1, count: 4 })).waitFor();
  await order(stage, [d, b, c, a]);
  await stage.check("ordered");

  // By drag, where there is a mouse.
  if (stage.screen === "desk") {
    await row(a).dragTo(row(d), { sourcePosition: { x: 90, y: 90 }, targetPosition: { x: 12, y: 90 } });
    await page.getByText(shared("row.moved", { name: a, place: 1, count: 4 })).waitFor();
  }

  // By buttons, which fingers have, too.
  const place = stage.screen === "desk" ? 4 : 3;
  await row(c).click();
  await button(shared("bar.earlier")).click();
  await page.getByText(shared("row.moved", { name: c, place: place - 1, count: 4 })).waitFor();
  await button(shared("bar.later")).click();
  await page.getByText(shared("row.moved", { name: c, place, count: 4 })).waitFor();
  await button(say("cover")).click();
  await page.getByText(say("covered")).waitFor();
  await stage.check("chosen");
  await button(say("remove")).click();
  const question = page.getByRole("alertdialog");
  await question.getByRole("button", { name: say("remove") }).click();
  await row(c).waitFor({ state: "detached" });
  await page.reload();
  await row(a).waitFor();
  if ((await page.getByRole("grid").getByRole("row").count()) !== 3) stage.problems.push("It was not taken out.");

  // A smart one fills itself.
  const smart = `Shoes ${product}`;
  await stage.open("/collections");
  await button(say("smart.create")).click();
  await dialog.getByRole("textbox", { name: say("name"), exact: true }).fill(smart);
  await dialog.getByLabel(say("filter.product")).fill(product);
  await dialog.getByText(say("filter.finds", { what: shared("count.images", { count: 4 }) })).waitFor();
  await stage.check("smart");
  await dialog.getByRole("button", { name: say("create.action") }).click();
  await row(a).waitFor();
  await button(say("smart.edit")).click();
  await dialog.getByLabel(say("filter.search")).fill(a);
  await dialog.getByText(say("filter.finds", { what: shared("count.images", { count: 1 }) })).waitFor();
  await dialog.getByRole("button", { name: say("save") }).click();
  await row(b).waitFor({ state: "detached" });

  await button(say("bulk")).click();
  await dialog.getByLabel(say("bulk.add")).fill("sale");
  await dialog.getByRole("button", { name: say("bulk.look") }).click();
  await dialog.getByText(say("bulk.found", { what: shared("count.images", { count: 1 }) })).waitFor();
  await stage.check("bulk");
  await dialog.getByRole("button", { name: say("bulk.begin", { count: 1 }) }).click();
  const ended = say("bulk.ended", { edited: 1, unchanged: 0, skipped: 0, refused: 0 });
  await dialog.getByText(ended).waitFor();
  await stage.check("bulk-ended");
  await dialog.getByRole("button", { name: say("bulk.back") }).click();
  const back = say("bulk.takenBack", { edited: 1, unchanged: 0, skipped: 0, refused: 0 });
  await dialog.getByText(back).waitFor();
  await page.keyboard.press("Escape");

  await offered(stage, name, smart);
  await stage.open("/collections");
  await page.getByRole("searchbox").fill(smart);
  await page.getByRole("link", { name: smart }).waitFor();
  await stage.check("list");
  await page.getByRole("link", { name: smart }).click();
  await button(say("delete")).click();
  await question.getByRole("button", { name: say("delete") }).click();
  await page.getByText(say("delete.done", { name: smart })).waitFor();
}

/**
 * Pictures can be put into a collection, unless its filter alone decides what is in it.
 *
 * @param {import("../stage.mjs").Stage} stage @param {string} manual @param {string} smart
 */
async function offered(stage, manual, smart) {
  const { page } = stage;
  const say = stage.words("pages/library");
  await stage.open("/library");
  await page.getByRole("gridcell").first().locator("[data-check]").click();
  const bar = page.getByRole("toolbar", { name: say("bar") });
  await bar.getByRole("button", { name: say("act.collect"), exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: say("facet.collection") }).click();
  await page.getByRole("option", { name: manual, exact: true }).waitFor();
  if (await page.getByRole("option", { name: smart, exact: true }).count()) {
    stage.problems.push("A smart collection is offered for pictures.");
  }
}

/** @param {import("../stage.mjs").Stage} stage @param {string[]} names */
async function order(stage, names) {
  const grid = stage.page.getByRole("grid");
  for (const [at, name] of names.entries()) {
    await grid.getByRole("row").nth(at).getByText(name, { exact: true }).waitFor();
  }
}
