// @ts-check
/**
 * Every page that is not built yet opens by its address with its heading, and the navigation
 * leads to the others. A page that has a journey of its own leaves this list.
 *
 * @param {import("../stage.mjs").Stage} stage
 */
export async function journey(stage) {
  const { page } = stage;
  const shell = stage.words("shell");
  for (const name of ["library", "upload", "review", "groups", "collections", "products", "shop", "numbers", "admin"]) {
    if (name === "library") await stage.open("/library");
    else {
      if (stage.screen === "phone") {
        await page.getByRole("button", { name: shell("openNavigation") }).click();
        if (name === "upload") await stage.check("drawer");
      }
      await page.getByRole("link", { name: shell(`nav.${name}`), exact: true }).click();
    }
    const say = stage.words(`pages/${name}`);
    await page.getByRole("heading", { level: 1, name: say("title") }).waitFor();
    if (["library", "admin"].includes(name)) await stage.check(name);
  }
  await stage.open("/library/nothing/here");
  await page.getByRole("heading", { level: 1, name: shell("notFound.title") }).waitFor();
  // With the ways out of it around it.
  await page.getByRole("banner").waitFor();
  await stage.check("not-found");
}
