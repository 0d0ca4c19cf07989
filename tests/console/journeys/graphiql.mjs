// @ts-check
/**
 * GraphiQL opens from the menu of the account, knows who is there, and goes on when a token ends.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
export async function journey(stage) {
  const { page, context } = stage;
  const shell = stage.words("shell");
  await stage.open("/library");
  // From before GraphiQL begins: what waits by a clock is bound to the one that it finds.
  await context.clock.install();
  await page.getByRole("button", { name: shell("account", { name: "Ada" }) }).click();
  const opened = context.waitForEvent("page");
  await page.getByRole("menuitem", { name: shell("account.graphiql") }).click();
  const graphiql = await opened;
  await graphiql.getByRole("button", { name: "ada@example.com" }).waitFor();

  // Whichever tab renews the token tells the other.
  const renewed = context.waitForEvent("response", (answer) => asks(answer.request(), "refreshSession"));
  await context.clock.fastForward("00:20:00");
  const { data } = await (await renewed).json();
  const { accessToken } = data.refreshSession.session;
  await graphiql.getByRole("button", { name: "ada@example.com" }).waitFor();
  const asked = graphiql.waitForRequest((request) => asks(request, "IntrospectionQuery"));
  await graphiql.getByRole("button", { name: "Re-fetch GraphQL schema" }).click();
  const authorization = await (await asked).headerValue("authorization");
  if (authorization !== `Bearer ${accessToken}`) stage.problems.push("GraphiQL asks with another token.");
}

/** @param {import("playwright-core").Request} request @param {string} what */
function asks(request, what) {
  return request.postData()?.includes(what) ?? false;
}
