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

  // Whichever tab renews the token tells the other; one that has not heard of it yet renews it, too.
  /** @type {Promise<string>[]} */
  const tokens = [];
  context.on("response", (answer) => {
    if (!asks(answer.request(), "refreshSession")) return;
    tokens.push(answer.json().then(({ data }) => data.refreshSession.session.accessToken));
  });
  const renewed = context.waitForEvent("response", (answer) => asks(answer.request(), "refreshSession"));
  await context.clock.fastForward("00:20:00");
  await renewed;
  await graphiql.getByRole("button", { name: "ada@example.com" }).waitFor();
  const asked = graphiql.waitForRequest((request) => asks(request, "IntrospectionQuery"));
  await graphiql.getByRole("button", { name: "Re-fetch GraphQL schema" }).click();
  const authorization = await (await asked).headerValue("authorization");
  const fresh = (await Promise.all(tokens)).map((token) => `Bearer ${token}`);
  if (!authorization || !fresh.includes(authorization)) stage.problems.push("GraphiQL asks with another token.");
}

/** @param {import("playwright-core").Request} request @param {string} what */
function asks(request, what) {
  return request.postData()?.includes(what) ?? false;
}
