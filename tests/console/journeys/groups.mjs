// @ts-check
import assert from "node:assert/strict";

/**
 * A group is made, filled from the library, found, edited while somebody else edits it, and
 * deleted; its pictures stay.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
export async function journey(stage) {
  const { page } = stage;
  const say = stage.words("pages/groups");
  const shared = stage.words("ui/arranging");
  const dialog = page.getByRole("dialog");
  const [one, other] = stage.facts.pictures;
  const name = `Winter ${stage.facts.product}`;
  const button = (/** @type {string} */ of) => page.getByRole("button", { name: of, exact: true });

  // Two of the same name, to move from one to the other.
  for (const made of [`${name} B`, name]) {
    await stage.open("/groups");
    await button(say("create")).click();
    await dialog.getByRole("textbox", { name: say("name"), exact: true }).fill(made);
    await page.getByRole("textbox", { name: say("eventName"), exact: true }).fill("Catalogue");
    await dialog.getByRole("textbox", { name: say("eventDate"), exact: true }).fill("2026-02-03");
    if (made === name) await stage.check("create");
    await button(say("create.action")).click();
    await page.getByRole("heading", { level: 1, name: made, exact: true }).waitFor();
  }
  await page.getByText(say("noPictures")).waitFor();

  await button(say("add")).first().click();
  await dialog.getByRole("searchbox").fill(one);
  await dialog.getByRole("row", { name: other }).waitFor({ state: "detached" });
  await dialog.getByRole("row", { name: one }).click();
  await dialog.getByRole("searchbox").fill(other);
  await dialog.getByRole("row", { name: other }).click();
  await stage.check("picker");
  await dialog.getByRole("button", { name: shared("picker.add", { count: 2 }) }).click();
  const pictures = page.getByRole("grid", { name: say("pictures") });
  await pictures.getByRole("row", { name: one }).waitFor();

  // One of them moves to the other group.
  await pictures.getByRole("row", { name: other }).click();
  await button(say("move")).click();
  await dialog.getByRole("button", { name: shared("move.group") }).click();
  await page.getByRole("option", { name: `${name} B` }).click();
  await page.getByRole("listbox").waitFor({ state: "detached" });
  await stage.check("move");
  await dialog.getByRole("button", { name: shared("move.action") }).click();
  await pictures.getByRole("row", { name: other }).waitFor({ state: "detached" });
  // What was pressed is gone: the keyboard goes on at the pictures.
  await pictures.locator(":focus").waitFor();
  await stage.check("group");
  await copied(stage);

  await button(say("edit")).click();
  await elsewhere(stage);
  await dialog.getByRole("textbox", { name: say("description"), exact: true }).fill("Mine");
  await dialog.getByRole("button", { name: say("save") }).click();
  await dialog.getByText(shared("conflict.title")).waitFor();
  await stage.check("conflict");
  await dialog.getByRole("button", { name: shared("conflict.mine") }).click();
  await dialog.getByRole("button", { name: say("save") }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByText("Mine").waitFor();

  await stage.open("/groups");
  await page.getByRole("searchbox").fill("catalogue");
  await page.getByRole("link", { name, exact: true }).waitFor();
  await stage.check("list");
  await page.getByRole("searchbox").fill("nothing of this name");
  await page.getByText(shared("find.none"), { exact: true }).waitFor();
  await page.getByRole("searchbox").fill(name);
  await page.getByRole("link", { name, exact: true }).click();
  await button(say("delete")).click();
  await dialog.getByText(say("delete.means.KEEP", { count: 1 })).waitFor();
  await stage.check("delete");
  await dialog.getByRole("button", { name: say("delete"), exact: true }).click();
  await page.getByText(say("delete.done", { name })).waitFor();
}

/** What a program is given to read the group by is answered. @param {import("../stage.mjs").Stage} stage */
async function copied(stage) {
  const { page } = stage;
  await page.getByRole("button", { name: stage.words("ui")("copy"), exact: true }).click();
  const item = page.getByRole("menuitem", { name: stage.words("ui/arranging")("copy.query") });
  const query = String(await item.locator("span").last().textContent());
  await stage.check("copy");
  await page.keyboard.press("Escape");
  await item.waitFor({ state: "detached" });
  const { login } = await stage.ask(LOGIN, { input: stage.facts.account });
  const { imageGroup } = await stage.ask(query, {}, login.session.accessToken);
  assert.deepEqual(imageGroup.images.nodes.map((/** @type {any} */ one) => one.fileName), [stage.facts.pictures[0]]);
}

/** Edits the group as somebody else would, meanwhile. @param {import("../stage.mjs").Stage} stage */
async function elsewhere(stage) {
  const id = decodeURIComponent(new URL(stage.page.url()).pathname.split("/").at(-1) ?? "");
  const { login } = await stage.ask(LOGIN, { input: stage.facts.account });
  const input = { id, expectedVersion: 1, description: "Theirs" };
  await stage.ask(EDIT, { input }, login.session.accessToken);
}

const LOGIN = "mutation ($input: LoginInput!) { login(input: $input) { session { accessToken } } }";
const EDIT = `mutation ($input: UpdateImageGroupInput!) {
  updateImageGroup(input: $input) { userErrors { code } }
}`;
