// @ts-check
/**
 * Somebody changes their name, is told at the field that a password is wrong, changes it, ends a
 * session elsewhere, and turns single keys off and on.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
export async function journey(stage) {
  const { page, facts } = stage;
  const say = stage.words("pages/account");
  const shell = stage.words("shell");
  await elsewhere(stage);
  await stage.open("/library");
  await page.getByRole("button", { name: shell("account", { name: facts.name }) }).click();
  await page.getByRole("menuitem", { name: shell("account.own") }).click();
  await page.getByRole("heading", { level: 1, name: say("title") }).waitFor();
  const sessions = page.getByRole("table", { name: say("sessions") });
  await sessions.getByText(say("session.this")).waitFor();
  await stage.check("account");

  for (const checked of [false, true]) {
    await page.getByText(say("keys.on")).click();
    await page.getByRole("checkbox", { name: say("keys.on"), checked }).waitFor();
  }

  const current = page.getByRole("textbox", { name: say("password.current") });
  const next = page.getByRole("textbox", { name: say("password.next") });
  await current.fill("not the password");
  await next.fill(facts.password);
  await page.getByRole("button", { name: say("password.change") }).click();
  await page.locator("input[data-invalid]").first().waitFor();

  const before = await sessions.getByRole("row").count();
  await sessions.getByRole("button").first().press("Enter");
  await page.getByRole("alertdialog").getByRole("button", { name: say("end") }).press("Enter");
  await sessions.getByRole("row").nth(before - 1).waitFor({ state: "detached" });
  // Who uses the keyboard is not sent to the top of the page.
  await sessions.locator(":focus").or(sessions.and(page.locator(":focus"))).waitFor();

  await page.getByRole("textbox", { name: say("name") }).fill(`${facts.name} again`);
  await page.getByRole("button", { name: say("name.save") }).click();
  await page.getByRole("button", { name: shell("account", { name: `${facts.name} again` }) }).waitFor();
  await page.getByRole("textbox", { name: say("name") }).fill(facts.name);
  await page.getByRole("button", { name: say("name.save") }).click();
  await page.getByRole("button", { name: shell("account", { name: facts.name }), exact: true }).waitFor();
}

/** Signs in a second time, as from another browser. @param {import("../stage.mjs").Stage} stage */
async function elsewhere(stage) {
  const query = "mutation ($input: LoginInput!) { login(input: $input) { userErrors { code } } }";
  const { email, password } = stage.facts;
  await stage.ask(query, { input: { email, password } });
}
