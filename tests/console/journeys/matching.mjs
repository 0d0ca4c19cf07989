// @ts-check
import assert from "node:assert/strict";

/**
 * Lists that are longer than what was read of them: the way through by a picture's page, and acts
 * on all that match. For that the library reads four pictures here, and no more of its own accord.
 *
 * `stage.facts.prefix` begins the file names of eight pictures that are this journey's own.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
export async function journey(stage) {
  const { page, facts } = stage;
  const say = stage.words("pages/library");
  const cells = page.getByRole("gridcell");
  await page.route("**/graphql", async (route) => {
    const asked = route.request().postDataJSON();
    if (asked?.operationName !== "LibraryImages") return route.continue();
    // What comes next stays on its way.
    if (asked.variables.after !== null) return undefined;
    return route.continue({ postData: { ...asked, variables: { ...asked.variables, first: 4 } } });
  });
  await stage.open(`/library?q=${facts.prefix}`);
  await page.getByText(say("count", { count: 8, more: "no" })).first().waitFor();
  await cells.nth(3).waitFor();
  await throughAll(stage, cells.nth(3));
  await changeAll(stage, cells);
  await page.unroute("**/graphql");
}

/**
 * From the last one that was read on to the next, after a reload too.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {import("playwright-core").Locator} last
 */
async function throughAll(stage, last) {
  const { page } = stage;
  const say = stage.words("pages/image");
  const steps = page.getByRole("navigation", { name: say("steps") });
  /** @param {number} place */
  const at = (place) => steps.getByText(say("steps.place", { place, count: 8 })).waitFor();
  if (stage.screen === "phone") await last.locator("img").tap();
  else await last.locator("img").dblclick();
  await at(4);
  await steps.getByRole("link", { name: say("steps.after") }).click();
  await at(5);
  await page.reload();
  await at(5);
  await page.keyboard.press("j");
  await at(6);
  await page.keyboard.press("k");
  await at(5);
  for (let back = 0; back < 4; back += 1) await page.goBack();
  await page.getByRole("grid").waitFor();
}

/**
 * @param {import("../stage.mjs").Stage} stage
 * @param {import("playwright-core").Locator} cells
 */
async function changeAll(stage, cells) {
  const { page } = stage;
  const say = stage.words("pages/library");
  const bar = page.getByRole("toolbar", { name: say("bar") });
  const dialog = page.getByRole("dialog");
  /** @param {string} act */
  const act = (act) => bar.getByRole("button", { name: say(`act.${act}`), exact: true }).click();
  const close = () => dialog.getByRole("button", { name: say("close"), exact: true }).last().click();

  await cells.first().locator("[data-check]").click();
  await bar.getByRole("button", { name: say("chosen.loaded", { count: 4 }) }).click();
  await bar.getByText(say("chosen", { count: 4 }), { exact: true }).waitFor();
  await bar.getByRole("button", { name: say("chosen.whole", { count: 8, more: "no" }) }).click();
  await bar.getByText(say("chosen.all", { count: 8, more: "no" }), { exact: true }).waitFor();
  await stage.check("whole");

  const bulk = stage.words("ui/pictures");
  // By a filter: what is found is counted, shown, changed by a job, and taken back.
  await act("edit");
  await dialog.getByText(say("whole.count", { count: 8, more: "no" })).waitFor();
  await dialog.getByRole("list", { name: bulk("bulk.preview") }).waitFor({ state: "detached" });
  await dialog.getByRole("textbox", { name: say("edit.added") }).fill("whole");
  await dialog.getByRole("textbox", { name: say("edit.alt"), exact: true }).fill("A shoe");
  await dialog.getByText(/, whole|whole$/).first().waitFor();
  await stage.check("foreseen");
  await dialog.getByRole("button", { name: say("edit.action", { count: 8 }) }).click();
  await dialog.getByText(say("whole.edited", { count: 8 })).waitFor();
  await stage.check("edited");
  await dialog.getByRole("button", { name: say("whole.takeBack") }).click();
  await dialog.getByText(say("whole.takenBack", { count: 8 })).waitFor();
  await close();
  await dialog.waitFor({ state: "detached" });

  await act("collect");
  const collection = `${stage.facts.prefix} all`;
  const where = dialog.getByRole("button", { name: say("facet.collection") });
  await where.click();
  await page.getByRole("option", { name: say("collect.new") }).click();
  await page.getByRole("listbox").waitFor({ state: "detached" });
  await dialog.getByRole("textbox", { name: say("collect.name") }).fill(collection);
  await dialog.getByRole("button", { name: say("collect.action", { count: 8 }) }).click();
  await dialog.getByText(say("whole.edited", { count: 8 })).waitFor();
  await close();
  await dialog.waitFor({ state: "detached" });

  // By their ids: all of them are read first, and then it is as for those that one has chosen.
  await act("delete");
  await dialog.getByText(bulk("bulk.willChange", { count: 8 })).waitFor();
  await dialog.getByRole("button", { name: say("delete.action", { count: 8 }) }).click();
  await dialog.waitFor({ state: "detached" });
  await undone(stage, cells);
}

/**
 * Notes go though a pointer rests where they come, wait for one that came to them, and keep off
 * what is pressed next.
 *
 * @param {import("../stage.mjs").Stage} stage
 * @param {import("playwright-core").Locator} cells
 */
async function undone(stage, cells) {
  const { page } = stage;
  const say = stage.words("pages/library");
  const dialog = page.getByRole("dialog");
  /** @param {string} text */
  const note = (text) => page.getByRole("alertdialog").filter({ hasText: text });
  const restored = note(say("restored", { count: 8 }));
  await page.mouse.move(1200, 755);
  await page.getByRole("button", { name: say("undo"), exact: true }).press("Enter");
  await restored.waitFor();
  await restored.waitFor({ state: "detached" });

  await cells.nth(3).waitFor();
  await cells.first().press("Space");
  await page.getByRole("button", { name: say("act.edit"), exact: true }).press("Enter");
  await dialog.getByRole("textbox", { name: say("edit.title") }).fill("Noted");
  await dialog.getByRole("button", { name: say("edit.action", { count: 1 }) }).press("Enter");
  const done = note(say("done", { count: 1 }));
  await done.hover();
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("button", { name: say("act.reject"), exact: true }).press("Enter");
  const buttons = dialog.getByRole("button");
  await buttons.last().waitFor();
  const box = await done.boundingBox();
  for (const button of await buttons.all()) assert.ok(isApart(box, await button.boundingBox()));
  await stage.check("note");
  await page.mouse.move(10, 400);
  await done.waitFor({ state: "detached" });
  await page.keyboard.press("Escape");
}

/** @typedef {{ x: number, y: number, width: number, height: number } | null} Box */

/** @param {Box} one @param {Box} other */
function isApart(one, other) {
  assert.ok(one && other);
  const isBeside = one.x + one.width <= other.x || other.x + other.width <= one.x;
  return isBeside || one.y + one.height <= other.y || other.y + other.height <= one.y;
}
