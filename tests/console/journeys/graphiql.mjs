// @ts-check
/**
 * GraphiQL opens from the menu of the account, and knows who is there.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
export async function journey(stage) {
  const { page } = stage;
  const shell = stage.words("shell");
  await stage.open("/library");
  await page.getByRole("button", { name: shell("account", { name: "Ada" }) }).click();
  const opened = stage.context.waitForEvent("page");
  await page.getByRole("menuitem", { name: shell("account.graphiql") }).click();
  await (await opened).getByRole("button", { name: "ada@example.com" }).waitFor();
}
