// @ts-check
/**
 * Register, sign out, sign in; the session survives a reload and no script can read its token.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
export async function journey(stage) {
  const { page, language, screen } = stage;
  const shell = stage.words("shell");
  const register = stage.words("pages/register");
  const signIn = stage.words("pages/sign-in");
  const library = stage.words("pages/library");
  const email = `eve-${language}-${screen}@example.com`.toLowerCase();
  const heading = page.getByRole("heading", { level: 1, name: library("title") });
  const account = page.getByRole("button", { name: shell("account", { name: "Eve" }) });

  // Who is not signed in is led to the sign-in, and to the page they wanted afterwards.
  await stage.open("/");
  await page.getByRole("heading", { level: 1, name: signIn("title") }).waitFor();
  await stage.check("sign-in");
  await page.getByLabel(signIn("email")).fill(email);
  await page.getByLabel(signIn("password")).fill("not the password");
  await page.getByRole("button", { name: signIn("submit") }).click();
  await page.getByRole("alert").getByText(/./).waitFor();
  await stage.check("refused");

  await page.getByRole("link").click();
  await page.getByRole("heading", { level: 1, name: register("title") }).waitFor();
  await page.getByLabel(register("name")).fill("Eve");
  await page.getByLabel(register("email")).fill(email);
  const secret = page.getByLabel(register("password"));
  await secret.fill("another long phrase");
  const reveal = page.getByRole("button", { name: stage.words("ui")("reveal") });
  await reveal.press("Enter");
  await page.locator('input[name="password"][type="text"]').waitFor();
  await stage.check("register");
  await reveal.press("Enter");
  await page.locator('input[name="password"][type="password"]').waitFor();
  await page.getByRole("button", { name: register("submit") }).click();
  await heading.waitFor();

  await away(stage);
  await heading.waitFor();
  if (await page.evaluate(() => document.cookie !== "")) {
    stage.problems.push("A script can read the cookie.");
  }
  await account.click();
  await page.getByRole("menuitemradio", { name: shell("theme.dark") }).waitFor();
  await stage.check("account-menu");
  await page.getByRole("menuitem", { name: shell("account.signOut") }).click();
  await page.getByRole("heading", { level: 1, name: signIn("title") }).waitFor();

  await page.reload();
  await page.getByLabel(signIn("email")).fill(email);
  await page.getByLabel(signIn("password")).fill("another long phrase");
  await page.keyboard.press("Enter");
  await heading.waitFor();
  if (screen === "desk") await severalTabs(stage);
  else await endedElsewhere(stage, email);
}

/**
 * A page that is loaded anew while the service cannot answer says so, and goes on by itself.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
async function away(stage) {
  const { page } = stage;
  const graphql = `${stage.address}/graphql`;
  const json = { data: null, errors: [{ message: "The database does not answer." }] };
  await page.route(graphql, (route) => route.fulfill({ json }));
  await page.reload();
  await page.getByRole("alert").getByRole("heading", { name: stage.words("shell")("away.title") }).waitFor();
  await stage.check("away");
  await page.unroute(graphql);
}

/**
 * Tabs that renew at the same time keep their session; who leaves in one has left in all, and who
 * comes in one is there in all.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
async function severalTabs(stage) {
  const { page } = stage;
  const shell = stage.words("shell");
  const signIn = stage.words("pages/sign-in");
  const other = await stage.context.newPage();
  const graphiql = await stage.context.newPage();
  const groups = () =>
    other.waitForResponse((answer) => answer.request().postData()?.includes("roups(") ?? false);
  await Promise.all([
    groups(),
    page.reload(),
    other.goto(`${stage.address}/groups`),
    graphiql.goto(`${stage.address}/graphql`),
  ]);
  const name = shell("account", { name: "Eve" });
  await page.getByRole("button", { name }).waitFor();
  await other.getByRole("button", { name }).waitFor();
  await graphiql.getByRole("button", { name: /^eve-/ }).waitFor();

  // An hour later every access token is over, and each tab has renewed it or heard of the new one.
  await other.clock.install();
  await other.clock.fastForward("01:00:00");
  await Promise.all([groups(), other.reload()]);
  await other.getByRole("button", { name }).click();
  await other.getByRole("menuitem", { name: shell("account.signOut") }).click();
  await page.getByRole("heading", { level: 1, name: signIn("title") }).waitFor();
  await graphiql.getByRole("button", { name: "Sign in", exact: true }).waitFor();

  await other.getByLabel(signIn("email")).fill("ada@example.com");
  await other.getByLabel(signIn("password")).fill("a long pass phrase");
  await other.keyboard.press("Enter");
  await page.getByRole("button", { name: shell("account", { name: "Ada" }) }).waitFor();
  await graphiql.getByRole("button", { name: "ada@example.com" }).waitFor();
}

/**
 * A session that ends by itself in the middle of an edit: the edit is saved once its author has
 * signed in again, over the very page.
 *
 * @param {import("../stage.mjs").Stage} stage @param {string} email
 */
async function endedElsewhere(stage, email) {
  const { page } = stage;
  const shell = stage.words("shell");
  const own = stage.words("pages/account");
  await stage.open("/account");
  const name = page.getByRole("textbox", { name: own("name") });
  await name.fill("Eve the second");
  await endAllSessions(stage, email);
  await page.getByRole("button", { name: own("name.save") }).click();
  const again = page.getByRole("alertdialog", { name: shell("again.title") });
  await again.waitFor();
  await stage.check("again");
  await again.getByLabel(shell("again.password")).fill("another long phrase");
  await page.keyboard.press("Enter");
  await again.waitFor({ state: "detached" });
  await page.getByRole("button", { name: shell("account", { name: "Eve the second" }) }).waitFor();
}

/** As its owner does from another browser. @param {import("../stage.mjs").Stage} stage @param {string} email */
async function endAllSessions(stage, email) {
  const variables = { email, password: "another long phrase" };
  const { login } = await stage.ask(LOGIN, variables);
  const token = login.session.accessToken;
  const { viewer } = await stage.ask(SESSIONS, {}, token);
  for (const { id, current } of viewer.sessions) {
    // oxlint-disable-next-line no-await-in-loop -- one after another, as people do
    if (!current) await stage.ask(END, { id }, token);
  }
}

const LOGIN = `mutation ($email: String!, $password: String!) {
  login(input: { email: $email, password: $password }) { session { accessToken } }
}`;
const SESSIONS = "{ viewer { sessions { id current } } }";
const END = "mutation ($id: ID!) { endSession(input: { id: $id }) { userErrors { code } } }";
