// @ts-check
/**
 * The library: look, search, narrow, choose, change many, delete and have back.
 *
 * `stage.facts.prefix` begins the file names of eight pictures that are this journey's own.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
export async function journey(stage) {
  const { page, facts } = stage;
  const say = stage.words("pages/library");
  const bulk = stage.words("ui/pictures");
  const ui = stage.words("ui");
  const isPhone = stage.screen === "phone";
  const cells = page.getByRole("gridcell");
  const bar = page.getByRole("toolbar", { name: say("bar") });
  const dialog = page.getByRole("dialog");
  /** @param {string} name */
  const cell = (name) => cells.filter({ hasText: name });
  /** @param {number} number */
  const mine = (number) => `${facts.prefix}-${number}.jpg`;
  /** @param {string} act */
  const act = (act) => bar.getByRole("button", { name: say(`act.${act}`), exact: true }).click();
  const done = () => dialog.waitFor({ state: "detached" });
  const clear = () => bar.getByRole("button", { name: say("chosen.clear") }).click();
  /** @param {number} count */
  const chosen = (count) => bar.getByText(say("chosen", { count }), { exact: true }).waitFor();

  await stage.open("/library");
  await page.getByRole("heading", { level: 1, name: say("title") }).waitFor();
  await cells.first().locator("img[data-loaded=true]").waitFor();
  await stage.check("full");

  // Words, kept in the address.
  await page.getByRole("searchbox", { name: say("search") }).fill(facts.prefix);
  await page.waitForURL(/q=/);
  await page.getByRole("status").getByText(say("count", { count: 8, more: "no" })).waitFor({ state: "attached" });
  await cell(mine(7)).waitFor();
  const sort = page.getByRole("combobox", { name: say("sort") });
  await sort.selectOption(say("sort.best"));
  await page.waitForURL(/sort=best/);
  await cells.nth(7).filter({ hasText: facts.prefix }).waitFor();
  await sort.selectOption(say("sort.newest"));
  await page.waitForURL(/sort=newest/);
  await cells.first().filter({ hasText: mine(7) }).waitFor();

  // Filters, which the back button takes away again.
  if (isPhone) await page.getByRole("button", { name: say("filters") }).click();
  const review = page.getByRole("group", { name: say("facet.review") });
  // With the count of what was found: those of all the library may stand in another order.
  await review.getByRole("button", { name: ui("state.PENDING") }).filter({ hasText: /\D8$/ }).click();
  await page.waitForURL(/review=PENDING/);
  if (isPhone) {
    await stage.check("filters");
    await page.keyboard.press("Escape");
  }
  await page.getByRole("list", { name: say("active") }).waitFor();
  await page.goBack();
  await page.getByRole("list", { name: say("active") }).waitFor({ state: "detached" });
  await cell(mine(0)).waitFor();

  // Days on which they came in, of which the last is one, too.
  await days(stage);
  await cell(mine(0)).waitFor();

  // Pointers and keys.
  if (isPhone) {
    for (const number of [0, 1]) await cell(mine(number)).locator("[data-check]").tap();
    await cell(mine(2)).locator("img").tap();
    await chosen(3);
  } else {
    await cell(mine(7)).locator("img").click();
    await chosen(1);
    await cell(mine(5)).locator("img").click({ modifiers: ["Shift"] });
    await chosen(3);
    await cell(mine(6)).locator("img").click({ modifiers: ["ControlOrMeta"] });
    await chosen(2);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Space");
    await chosen(1);
    await page.keyboard.press("Shift+ArrowRight");
    await chosen(2);
    await page.keyboard.press("ControlOrMeta+a");
    await chosen(8);
    await page.keyboard.press("Escape");
    await bar.waitFor({ state: "detached" });
    await page.keyboard.press("Home");
    await page.keyboard.press("Space");
    await page.keyboard.press("Shift+End");
    await page.keyboard.press("Escape");
    for (const number of [0, 1, 2]) await cell(mine(number)).locator("img").click({ modifiers: ["ControlOrMeta"] });
    await chosen(3);
  }
  await stage.check("chosen");

  // Metadata of many: what will change is shown first.
  await act("edit");
  await dialog.getByRole("textbox", { name: say("edit.title") }).fill(`${facts.prefix} canvas`);
  await dialog.getByRole("textbox", { name: say("edit.alt") }).fill("A shoe");
  await dialog.getByRole("textbox", { name: say("edit.added") }).fill("summer, canvas");
  await dialog.getByText(bulk("bulk.willChange", { count: 3 })).waitFor();
  await stage.check("edit");
  await dialog.getByRole("button", { name: say("edit.action", { count: 3 }) }).click();
  await done();
  await page.getByText(say("done", { count: 3 })).first().waitFor();

  // To a new group, and into a new collection.
  await act("move");
  await choose(dialog, say("facet.group"), say("move.new"));
  await dialog.getByRole("textbox", { name: say("move.name") }).fill(`${facts.prefix} group`);
  await dialog.getByRole("button", { name: say("move.action", { count: 3 }) }).click();
  await done();
  await act("collect");
  await choose(dialog, say("facet.collection"), say("collect.new"));
  await dialog.getByRole("textbox", { name: say("collect.name") }).fill(`${facts.prefix} collection`);
  await dialog.getByRole("button", { name: say("collect.action", { count: 3 }) }).click();
  await done();

  // Decisions: what is decided already is left out, by name.
  await act("approve");
  await dialog.getByText(bulk("bulk.willChange", { count: 3 })).waitFor();
  await dialog.getByRole("button", { name: say("approve.action", { count: 3 }) }).click();
  await done();
  await page.getByRole("gridcell").filter({ hasText: ui("state.APPROVED") }).nth(2).waitFor();
  await act("reject");
  await dialog.getByText(say("skip.decided", { state: ui("state.APPROVED") })).first().waitFor();
  await stage.check("reject");
  await page.keyboard.press("Escape");

  // All of them as one file.
  await act("download");
  await dialog.getByRole("button", { name: say("archive.action", { count: 3 }) }).click();
  await dialog.getByRole("status").waitFor({ timeout: 60_000 });
  await stage.check("archive");
  await dialog.getByRole("button", { name: say("close"), exact: true }).last().click();
  await clear();

  // Away, and back; away, and back from the trash.
  await cell(mine(3)).locator("[data-check]").click();
  await act("delete");
  await stage.check("delete");
  await dialog.getByRole("button", { name: say("delete.action", { count: 1 }) }).click();
  await cell(mine(3)).waitFor({ state: "detached" });
  // The keyboard goes on at the picture that has taken its place.
  await page.locator("[role=gridcell]:focus").waitFor();
  await page.getByRole("button", { name: say("undo"), exact: true }).click();
  await cell(mine(3)).waitFor();
  await cell(mine(3)).locator("[data-check]").click();
  await act("delete");
  await dialog.getByRole("button", { name: say("delete.action", { count: 1 }) }).click();
  await cell(mine(3)).waitFor({ state: "detached" });
  await page.getByRole("link", { name: say("trash") }).click();
  await page.getByRole("heading", { level: 1, name: say("trash") }).waitFor();
  await cell(mine(3)).locator("[data-check]").click();
  await stage.check("trash");
  await bar.getByRole("button", { name: say("restore") }).click();
  await cell(mine(3)).waitFor({ state: "detached" });

  // What is let go above the library, or pasted there, is to be uploaded; a note is not in the way.
  await page.getByRole("link", { name: say("trash.back") }).click();
  await page.getByRole("heading", { level: 1, name: say("title") }).waitFor();
  await cells.first().waitFor();
  for (const kind of ["drop", "paste"]) {
    await page.evaluate(hand, kind);
    await page.getByRole("heading", { level: 1, name: stage.words("pages/upload")("title") }).waitFor();
    await page.getByText(kind === "drop" ? "dropped.jpg" : /clipboard-.+\.png/).first().waitFor();
    await page.goBack();
    await cells.first().waitFor();
  }

  // A filter that nothing meets.
  await stage.open("/library?q=nosuchthing");
  await page.getByRole("heading", { name: say("none") }).waitFor();
  await stage.check("none");
}

/** From a day on, until a day before all, and all again. @param {import("../stage.mjs").Stage} stage */
async function days(stage) {
  const { page } = stage;
  const say = stage.words("pages/library");
  const isPhone = stage.screen === "phone";
  const added = page.getByRole("group", { name: say("facet.added") });
  const chips = page.getByRole("list", { name: say("active") });
  if (isPhone) await page.getByRole("button", { name: say("filters") }).click();
  await added.getByLabel(say("period.from")).fill("2020-02-29");
  await page.waitForURL(/added=2020-02-29/);
  await added.getByLabel(say("period.to")).fill("2020-02-01");
  await page.waitForURL(/added=2020-02-01/);
  if (isPhone) await page.keyboard.press("Escape");
  await page.getByRole("heading", { name: say("none") }).waitFor();
  await chips.getByRole("button", { name: /29.*2020/ }).click();
  await chips.waitFor({ state: "detached" });
}

/** As browsers do when files are dropped or a picture is pasted. @param {string} kind */
function hand(kind) {
  const given = new DataTransfer();
  const name = kind === "drop" ? "dropped.jpg" : "image.png";
  given.items.add(new File([kind], name, { type: "image/jpeg" }));
  const init = { bubbles: true, cancelable: true };
  if (kind === "paste") document.body.dispatchEvent(new ClipboardEvent("paste", { ...init, clipboardData: given }));
  else document.body.dispatchEvent(new DragEvent("drop", { ...init, dataTransfer: given }));
}

/** @param {import("playwright-core").Locator} dialog @param {string} label @param {string} option */
async function choose(dialog, label, option) {
  await dialog.getByRole("button", { name: label }).click();
  await dialog.page().getByRole("option", { name: option }).click();
  await dialog.page().getByRole("listbox").waitFor({ state: "detached" });
}
