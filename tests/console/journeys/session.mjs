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
  await page.getByLabel(register("password")).fill("another long phrase");
  await stage.check("register");
  await page.getByRole("button", { name: register("submit") }).click();
  await heading.waitFor();

  await page.reload();
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
}
