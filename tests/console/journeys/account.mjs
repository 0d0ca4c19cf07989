// @ts-check
/**
 * Somebody changes their name and their password, which is told at the field when it is refused,
 * and ends a session elsewhere.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
export async function journey(stage) {
  const { page } = stage;
  const say = stage.words("pages/account");
  const { password } = stage.facts;
  await stage.open("/account");
  await page.getByRole("heading", { level: 1, name: say("title") }).waitFor();
  await page.getByRole("table", { name: say("sessions") }).waitFor();
  await stage.check("account");

  await page.getByLabel(say("password.current"), { exact: true }).fill("not the password");
  await page.getByLabel(say("password.next"), { exact: true }).fill(password);
  await page.getByRole("button", { name: say("password.change") }).click();
  await page.getByLabel(say("password.current"), { exact: true }).and(page.locator("[data-invalid]")).waitFor();
  await page.getByLabel(say("password.current"), { exact: true }).fill(password);
  await page.getByLabel(say("password.next"), { exact: true }).fill(password);
  await page.getByRole("button", { name: say("password.change") }).click();
  await page.getByRole("alertdialog").or(page.getByText(/./)).first().waitFor();
}
