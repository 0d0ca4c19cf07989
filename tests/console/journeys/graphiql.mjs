// @ts-check
/**
 * GraphiQL opens from the menu of the account, knows who is there, and goes on when a token ends.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
export async function journey(stage) {
  const { page } = stage;
  const shell = stage.words("shell");
  await stage.open("/library");
  // From before GraphiQL begins: what waits by a clock is bound to the one that it finds.
  await stage.context.clock.install();
  await page.getByRole("button", { name: shell("account", { name: "Ada" }) }).click();
  const opened = stage.context.waitForEvent("page");
  await page.getByRole("menuitem", { name: shell("account.graphiql") }).click();
  const graphiql = await opened;
  await graphiql.getByRole("button", { name: "ada@example.com" }).waitFor();

  const renewed = graphiql.waitForResponse((answer) =>
    (answer.request().postData() ?? "").includes("refreshSession"),
  );
  await stage.context.clock.fastForward("00:20:00");
  await renewed;
  await graphiql.getByRole("button", { name: "ada@example.com" }).waitFor();
}
