// @ts-check
/**
 * One picture after another: approve, reject, undo, compare, what others decide, several at once.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
export async function journey(stage) {
  const { page } = stage;
  const say = stage.words("pages/review");
  const ui = stage.words("ui");
  const ada = await other(stage, stage.facts.ada);
  /** @type {{ id: string, fileName: string }[]} */
  const mine = stage.facts.mine;
  const [first, second, third, fourth, fifth] = mine;
  if (!first || !second || !third || !fourth || !fifth) throw new Error("It needs five pictures.");
  const isDesk = stage.screen === "desk";
  /** @param {string} key */
  const button = (key) => page.getByRole("button", { name: say(key), exact: true });
  /** @param {{ fileName: string }} picture */
  const before = (picture) => page.getByRole("heading", { level: 2, name: picture.fileName }).waitFor();

  await stage.open("/review");
  await page.getByRole("heading", { level: 1, name: say("title") }).waitFor();
  // Only what this journey brought in, so that others' pictures stay as they are.
  await button("filter").click();
  await page.getByLabel(say("filter.product")).fill(stage.facts.product);
  await before(first);
  await button("filter").click();
  await page.getByRole("heading", { level: 3, name: say("complete") }).waitFor();
  await page.locator("img[data-loaded=true]").first().waitFor();
  await stage.check("one");

  // Approving shows the next one at once; it can be undone.
  if (isDesk) await page.keyboard.press("a");
  else await button("approve").click();
  await before(second);
  const undo = page.getByRole("button", { name: say("undo.of", { name: first.fileName, verdict: "approve" }) });
  if (isDesk) {
    await undo.waitFor();
    await page.keyboard.press("z");
  } else await undo.click();
  await before(first);
  await page.getByText(say("undone", { count: 1, name: first.fileName })).waitFor();

  // A button that has nothing more to do keeps the focus, and does nothing.
  if (isDesk) {
    await button("previous").press("Enter");
    await page.getByRole("button", { name: say("previous"), exact: true, disabled: true }).and(page.locator(":focus")).waitFor();
    await before(first);
  }

  // Looking on without deciding.
  if (isDesk) await page.keyboard.press("ArrowRight");
  else await button("next").click();
  await before(second);

  // Rejecting asks why. Letters that are typed into the note are no shortcuts.
  if (isDesk) await page.keyboard.press("r");
  else await button("reject.open").click();
  const note = page.getByLabel(say("reject.note"));
  const reason = page.getByRole("radio", { name: say("reason.DUPLICATE") });
  if (isDesk) await page.keyboard.press("3");
  else await page.getByText(say("reason.DUPLICATE"), { exact: true }).click();
  await reason.and(page.locator(":checked")).waitFor();
  await note.fill("a as");
  await note.press("a");
  await before(second);
  await stage.check("reject");
  await page.getByRole("button", { name: say("reject"), exact: true }).click();
  await before(third);
  await undoable(second, "reject");

  // Somebody else is faster: that is said, and what was typed is not lost.
  await button("reject.open").click();
  await note.fill("too dark");
  await ada.approve([third.id]);
  await page
    .getByText(say("taken.APPROVED", { who: "Ada", name: third.fileName }))
    .waitFor();
  await before(fourth);
  await page.getByText("too dark").waitFor();
  await stage.check("taken");
  await button("taken.use").click();
  if ((await note.inputValue()) !== "too dark") stage.problems.push("The note was lost.");
  await button("cancel").click();

  // What house rules ask for is told, and the picture comes back.
  const field = await ada.require(stage.facts.product);
  try {
    await button("approve").click();
    const refused = page.getByRole("alert").filter({ hasText: say("refused.approve", { name: fourth.fileName }) });
    await refused.waitFor();
    await stage.check("refused");
    await refused.getByRole("link", { name: say("refused.open") }).waitFor();
    await refused.getByRole("button", { name: say("refused.back") }).click();
    await before(fourth);
    await refused.getByRole("button", { name: say("refused.close") }).click();
  } finally {
    await ada.forget(field);
  }

  // Side by side with what else its product has.
  if (isDesk) await page.keyboard.press("s");
  else await page.getByRole("radio", { name: say("compare") }).click();
  await page.getByRole("checkbox", { name: first.fileName }).waitFor();
  await page.getByRole("button", { name: stage.words("ui")("zoom.in") }).click();
  await stage.check("compare");
  await button("compare.close").click();
  await before(fourth);

  // Keys can be turned off.
  await button("shortcuts").click();
  await page.getByRole("dialog").waitFor();
  await stage.check("shortcuts");
  await page.getByText(say("shortcuts.on"), { exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: ui("close") }).click();
  await page.keyboard.press("a");
  await before(fourth);

  // Several at once.
  await page.getByRole("radio", { name: say("view.list") }).click();
  await page.getByRole("grid", { name: say("list") }).waitFor();
  await page.getByRole("button", { name: say("list.all", { count: 3 }) }).click();
  await stage.check("list");
  await page.getByRole("button", { name: say("bulk.assign") }).click();
  await page.getByRole("dialog").getByRole("button", { name: say("assign.submit") }).click();
  await page.getByText(say("assign.done", { count: 3, who: "Rui" })).waitFor();
  await page.getByRole("button", { name: say("list.all", { count: 3 }) }).click();
  await page.getByRole("button", { name: say("bulk.approve", { count: 3 }) }).click();
  // They leave the list at once: only the answer tells that they are decided.
  const decided = page.waitForResponse((answer) => answer.request().postData()?.includes("ReviewApprove") ?? false);
  await page.getByRole("alertdialog").getByRole("button", { name: say("approve") }).click();
  await page.getByRole("heading", { name: say("empty.filtered") }).waitFor();
  await decided;
  await stage.check("empty");
  const states = await ada.states([first.id, second.id, third.id, fourth.id, fifth.id]);
  const expected = "APPROVED REJECTED APPROVED APPROVED APPROVED";
  if (states.join(" ") !== expected) stage.problems.push(`They are ${states.join(" ")}.`);

  /** @param {{ fileName: string }} picture @param {string} verdict */
  async function undoable(picture, verdict) {
    await page
      .getByRole("button", { name: say("undo.of", { name: picture.fileName, verdict }) })
      .waitFor();
  }
}

/** Somebody else, at another desk. @param {import("../stage.mjs").Stage} stage @param {object} input */
async function other(stage, input) {
  const login = "mutation ($input: LoginInput!) { login(input: $input) { session { accessToken } } }";
  const token = (await stage.ask(login, { input }, "")).login.session.accessToken;
  /** @param {string} query @param {object} variables */
  const ask = (query, variables) => stage.ask(query, variables, token);
  return {
    /** @param {string[]} ids */
    async approve(ids) {
      await ask("mutation ($ids: [ID!]!) { approveImages(input: { ids: $ids }) { userErrors { code } } }", { ids });
    },
    /** Asks of every picture what none has. @param {string} key */
    async require(key) {
      const create = `mutation ($input: CreateCustomFieldInput!) {
        createCustomField(input: $input) { customField { id version } userErrors { message } }
      }`;
      const name = key.toLowerCase().replace(/[^a-z0-9]/g, "");
      const input = { key: name, label: "Season", type: "TEXT", required: true };
      const { createCustomField } = await ask(create, { input });
      return createCustomField.customField;
    },
    /** @param {{ id: string, version: number }} field */
    async forget({ id, version }) {
      const forget = `mutation ($input: DeleteCustomFieldInput!) {
        deleteCustomField(input: $input) { userErrors { message } }
      }`;
      await ask(forget, { input: { id, expectedVersion: version } });
    },
    /** @param {string[]} ids @returns {Promise<string[]>} */
    async states(ids) {
      const { nodes } = await ask("query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Image { review { state } } } }", { ids });
      return nodes.map((/** @type {any} */ one) => one.review.state);
    },
  };
}
