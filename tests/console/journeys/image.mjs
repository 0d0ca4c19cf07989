// @ts-check
import assert from "node:assert/strict";

/**
 * One picture: looked at closely, described while somebody else does, decided about, taken along,
 * replaced, deleted and brought back.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
export async function journey(stage) {
  const { page } = stage;
  const say = stage.words("pages/image");
  const ui = stage.words("ui");
  const { imageId } = stage.facts;
  const title = page.getByLabel(say("field.title"), { exact: true });
  const part = (/** @type {string} */ key) => page.getByRole("tab", { name: say(`part.${key}`) });
  const button = (/** @type {string} */ key) =>
    page.getByRole("button", { name: say(key), exact: true });
  const note = (/** @type {string} */ key) => page.getByRole("alertdialog").getByText(say(key));
  const choose = async (/** @type {string} */ key, /** @type {string} */ option) => {
    await page.getByRole("button", { name: say(key) }).click();
    await page.getByRole("option", { name: option, exact: true }).click();
    await page.getByRole("listbox").waitFor({ state: "detached" });
  };
  const chip = (/** @type {string} */ key) => page.getByText(say(key), { exact: true }).first();

  await stage.open(`/images/${imageId}`);
  await page.getByRole("heading", { level: 1, name: stage.facts.fileName }).waitFor();
  await chip("origin.EXIF").waitFor();
  await stage.check("details");

  // What others ask for, to be pasted elsewhere.
  await page.getByRole("button", { name: ui("copy"), exact: true }).click();
  await page.getByRole("menuitem", { name: say("field.fileName") }).click();
  await page.getByText(ui("copy.done", { name: say("field.fileName") })).first().waitFor();

  // Closer, by keys and by buttons.
  const picture = page.getByRole("group", { name: say("view.label") });
  await picture.focus();
  await page.keyboard.press("+");
  await page.keyboard.press("ArrowRight");
  await page.getByRole("button", { name: ui("zoom.in") }).click();
  await page.keyboard.press("Tab");
  await page.getByRole("status").getByText(/^225/).waitFor();
  await page.getByRole("button", { name: new RegExp(ui("zoom.whole")) }).click();
  if (stage.screen === "phone") await byFingers(stage, picture);

  // Written down, with keywords; the history knows it.
  await title.fill("A red shoe");
  await page.getByLabel(say("tags.add.keywords")).fill("shoe, red");
  await page.keyboard.press("Enter");
  await page.getByRole("row", { name: "shoe" }).waitFor();
  await stage.check("unsaved");
  // What is written while it is on its way stays, to be saved next.
  await page.route("**/graphql", async (route) => {
    if (route.request().postData()?.includes("mutation ImageEdit")) await title.fill("A shoe");
    await route.fallback();
  });
  await button("edit.save").click();
  await note("edit.saved").waitFor();
  await page.unroute("**/graphql");
  assert.equal(await title.inputValue(), "A shoe");
  await title.fill("A red shoe");
  await button("edit.save").waitFor({ state: "detached" });
  await page.getByRole("heading", { level: 1, name: "A red shoe" }).waitFor();

  // The camera's clock was an hour behind, and in no zone; then only the month is sure.
  await page.getByRole("button", { name: say("taken.clear") }).waitFor();
  const clock = page.getByLabel(say("taken.time"), { exact: true });
  assert.equal(await clock.inputValue(), "2024-05-01T10:11:12");
  await clock.fill("2024-05-01T11:11:12");
  await choose("taken.offset", say("taken.unknown"));
  await button("edit.save").click();
  await button("edit.save").waitFor({ state: "detached" });
  assert.equal(await clock.inputValue(), "2024-05-01T11:11:12");
  await clock.fill("");
  await clock.blur();
  await page.getByText(say("taken.wrong")).waitFor();
  await button("edit.save").click();
  await page.getByText(say("edit.mend", { fields: say("field.capturedAt") })).waitFor();
  await page.getByText(say("taken.wrong")).scrollIntoViewIfNeeded();
  await stage.check("taken");
  await button("edit.discard").click();
  await choose("taken.precision", say("taken.precision.month"));
  const month = page.getByLabel(say("taken.month"), { exact: true });
  assert.equal(await month.inputValue(), "2024-05");
  await button("edit.save").click();
  await button("edit.save").waitFor({ state: "detached" });
  await page.getByRole("definition").getByText(monthOf(stage.language), { exact: true }).waitFor();

  // Somebody else is faster: another field stands, the same field is a choice.
  await title.fill("My shoe");
  await change(stage, imageId, { title: "Their shoe", headline: "Their headline" });
  await button("edit.save").click();
  const dialog = page.getByRole("dialog", { name: say("conflict.title") });
  await dialog.getByText("Their shoe").waitFor();
  await stage.check("conflict");
  await dialog.getByRole("radio", { name: say("conflict.theirs") }).press("Space");
  await dialog.getByRole("radio", { name: say("conflict.mine") }).press("Space");
  await dialog.getByRole("button", { name: say("conflict.save") }).click();
  await page.getByRole("heading", { level: 1, name: "My shoe" }).waitFor();
  assert.equal(await page.getByLabel(say("field.headline"), { exact: true }).inputValue(), "Their headline");

  // What others change shows by itself.
  await change(stage, imageId, { title: "Changed elsewhere" });
  await page.getByRole("heading", { level: 1, name: "Changed elsewhere" }).waitFor();

  await part("alt").click();
  const english = new Intl.DisplayNames(stage.language, { type: "language" }).of("en");
  await page.getByLabel(say("alt.in", { language: String(english) })).fill("A red shoe on a table");
  await button("edit.save").click();
  await button("edit.save").waitFor({ state: "detached" });
  await stage.check("alt");
  await suggestions(stage);

  await part("rights").click();
  await page.getByLabel(say("field.credit"), { exact: true }).fill("Ana Souza");
  await button("edit.save").click();
  await button("edit.save").waitFor({ state: "detached" });
  await stage.check("rights");

  await part("place").click();
  await page.getByRole("img", { name: /38[.,]7/ }).waitFor();
  await page.getByRole("link", { name: say("place.osm") }).waitFor();
  await stage.check("place");

  // Told otherwise: by numbers, of which a wrong one stays here, then by a press on the map.
  const [latitude, longitude, altitude] = ["latitude", "longitude", "altitude"].map((one) =>
    page.getByLabel(say(`field.${one}`), { exact: true }),
  );
  await latitude.fill("-23.5505, -46.6333");
  await altitude.fill("high");
  await altitude.blur();
  const example = new Intl.NumberFormat(stage.language).format(38.722);
  await page.getByText(say("place.wrong.number", { example })).waitFor();
  await button("edit.save").click();
  await page.getByText(say("edit.mend", { fields: say("field.location") })).waitFor();
  await stage.check("place-wrong");
  await altitude.fill("760");
  await button("edit.save").click();
  await button("edit.save").waitFor({ state: "detached" });
  await chip("origin.EDITED").waitFor();
  assert.match(await latitude.inputValue(), /^-23[.,]5505$/);
  await page.getByRole("button", { name: say("place.nearer") }).click();
  await page.getByRole("img", { name: /23[.,]5505/ }).click({ position: { x: 20, y: 20 } });
  assert.notEqual(await longitude.inputValue(), "");
  assert.equal(await altitude.inputValue(), "");
  await stage.check("place-picked");

  // A position is one: mine or theirs, never half of each.
  await change(stage, imageId, { location: { latitude: 10, longitude: 20 } });
  await button("edit.save").click();
  const positions = page.getByRole("dialog", { name: say("conflict.title") });
  await positions.getByText("10, 20").waitFor();
  await positions.getByRole("radio", { name: say("conflict.theirs") }).press("Space");
  await positions.getByRole("button", { name: say("conflict.save") }).click();
  await page.getByRole("img", { name: /10°.*20°/ }).waitFor();
  await button("place.clear").click();
  await button("edit.save").click();
  await button("edit.save").waitFor({ state: "detached" });
  await page.getByText(say("place.none")).waitFor();
  await latitude.fill("38.7223, -9.1393");
  await button("edit.save").click();
  await button("edit.save").waitFor({ state: "detached" });
  await button("forget.do").click();
  const forgetting = page.getByRole("dialog", { name: say("forget.title") });
  await forgetting.getByText(say("forget.record")).waitFor();
  await stage.check("forget");
  await forgetting.getByRole("button", { name: say("forget.do") }).click();
  await page.getByText(say("place.none")).waitFor();

  await part("belongs").click();
  await page.getByText(say("collections.none")).waitFor();
  await stage.check("belongs");
  await page.getByRole("button", { name: say("collection.choose") }).click();
  await page.getByRole("option", { name: stage.facts.collection }).click();
  await page.getByRole("button", { name: say("collection.remove", { name: stage.facts.collection }) }).waitFor();

  await part("quality").click();
  await page.getByRole("heading", { name: say("channels") }).waitFor();
  const verdicts = ["PASS", "WARN", "FAIL", "NOT_MEASURED"].map((state) => say(`ready.${state}`));
  await page.getByText(new RegExp(`^(${verdicts.join("|")})$`)).nth(5).waitFor();
  await stage.check("quality");

  await part("crop").click();
  await page.getByRole("heading", { name: say("crop.previews") }).waitFor();
  const across = page.getByRole("slider", { name: say("crop.x") });
  await across.focus();
  await page.keyboard.press("Home");
  await button("crop.set").click();
  await button("crop.clear").waitFor();
  await stage.check("crop");

  await part("files").click();
  await button("download.prepare").first().click();
  await page.getByRole("link", { name: new RegExp(say("download.take")) }).first().waitFor();
  await stage.check("files");
  const chosen = page.waitForEvent("filechooser");
  await button("replace.choose").click();
  await (await chosen).setFiles(stage.facts.otherFile);
  const sure = page.getByRole("alertdialog", { name: /./ });
  await sure.getByRole("button", { name: say("replace"), exact: true }).click();
  await page.getByText(say("version", { number: 2 })).waitFor();
  await page.getByText(ui("state.READY")).or(button("approve")).first().waitFor();

  await part("duplicates").click();
  await page.getByText(/64/).first().waitFor();
  await stage.check("duplicates");

  await part("history").click();
  await page.getByText("Their shoe").first().waitFor();
  await button("raw.show").click();
  await page.getByRole("region", { name: say("raw") }).or(page.getByText(say("raw.none"))).waitFor();
  await stage.check("history");
  await button("revert").first().click();
  await sure.getByRole("button", { name: say("revert") }).click();
  await page.getByText(say("revision.REVERT"), { exact: true }).waitFor();

  // Decided, undone, decided again.
  await button("reject").click();
  const why = page.getByRole("dialog", { name: say("reject") });
  await why.getByLabel(say("reason.note")).fill("Too dark");
  await stage.check("reject");
  await why.getByRole("button", { name: say("reject") }).click();
  await page.getByText("Too dark").waitFor();
  await button("undo").click();
  await button("approve").click();
  await button("withdraw").waitFor();
  await part("files").click();
  await page.getByRole("link", { name: /\/published\/|\/i\// }).first().waitFor();
  await stage.check("public");

  await button("delete").click();
  await sure.getByRole("button", { name: say("delete") }).click();
  await button("restore").waitFor();
  await stage.check("deleted");
  await page.reload();
  await button("restore").click();
  await page.getByRole("tab", { name: say("part.details") }).waitFor();
}

/**
 * Two fingers enlarge by as much as they part, wherever they lie; a double tap does and undoes it.
 * The page itself stays as large as it is.
 *
 * @param {import("../stage.mjs").Stage} stage @param {import("playwright-core").Locator} picture
 */
async function byFingers(stage, picture) {
  const { page } = stage;
  const protocol = await page.context().newCDPSession(page);
  const scale = (/** @type {RegExp} */ shown, timeout = 30_000) =>
    page.getByRole("status").getByText(shown).waitFor({ timeout });
  const whole = (timeout = 30_000) =>
    page.getByRole("button", { name: stage.words("ui")("zoom.out"), disabled: true }).waitFor({ timeout });
  const box = await picture.boundingBox();
  assert.ok(box);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const pinch = async (/** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ turn) => {
    for (let step = -1; step <= 8; step += 1) {
      const half = from + ((to - from) * Math.max(0, step)) / 8;
      const [across, up] = [half * Math.cos(turn), half * Math.sin(turn)];
      const touchPoints = [{ x: x - across, y: y - up, id: 0 }, { x: x + across, y: y + up, id: 1 }];
      const type = step < 0 ? "touchStart" : "touchMove";
      await protocol.send("Input.dispatchTouchEvent", { type, touchPoints });
    }
    await protocol.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  };
  await pinch(40, 100, 0);
  await scale(/^250/);
  await pinch(100, 50, Math.PI / 2);
  await scale(/^125/);
  await pinch(100, 20, Math.PI / 4);
  await whole();
  const twice = { x: x + 20, y, tapCount: 2, gestureSourceType: /** @type {const} */ ("touch") };
  const large = (/** @type {number | undefined} */ most) => scale(/^300/, most);
  for (const done of [large, whole]) {
    // Two taps are a double one where they come soon after each other: a busy machine may be too late.
    for (let turn = 0, isDone = false; turn < 3 && !isDone; turn += 1) {
      await protocol.send("Input.synthesizeTapGesture", twice);
      isDone = await done(4000).then(() => true, () => false);
    }
    await done(undefined);
  }
  assert.equal(await page.evaluate(() => window.visualViewport?.scale), 1);
  await protocol.detach();
}

/** May 2024, as its readers write it. @param {string} language */
function monthOf(language) {
  const style = /** @type {const} */ ({ year: "numeric", month: "long", timeZone: "UTC" });
  return new Intl.DateTimeFormat(language, style).format(new Date("2024-05-01T00:00Z"));
}

/**
 * Changes a picture as somebody else does.
 *
 * @param {import("../stage.mjs").Stage} stage @param {string} id @param {object} edit
 */
async function change(stage, id, edit) {
  const { image } = await stage.ask("query ($id: ID!) { image(id: $id) { version } }", { id });
  const input = { images: [{ id, expectedVersion: image.version, ...edit }] };
  await stage.ask(
    "mutation ($input: UpdateImagesInput!) { updateImages(input: $input) { userErrors { code } } }",
    { input },
  );
}

/**
 * What a model suggests is taken in other words, or let be.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
async function suggestions(stage) {
  const { page } = stage;
  const say = stage.words("pages/image");
  const words = page.getByRole("textbox", { name: say("ai.words") });
  const button = (/** @type {string} */ key) =>
    page.getByRole("button", { name: say(key), exact: true });
  await button("ai.ask").click();
  await words.waitFor();
  await words.fill("A red shoe, seen from above.");
  await stage.check("suggested");
  await button("ai.acceptEdited").click();
  await words.waitFor({ state: "detached" });
  await page.getByText("A red shoe, seen from above.").waitFor();
  await stage.choose(say("ai.what"), say("ai.KEYWORDS"));
  await button("ai.ask").click();
  await words.and(page.locator(":text('shoe, red')")).waitFor();
  await button("ai.drop").click();
  await words.waitFor({ state: "detached" });
  await page.getByText(say("ai.decided", { accepted: 1, dropped: 1 })).waitFor();
}
