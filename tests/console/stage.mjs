// @ts-check
/**
 * A browser that stays open, and the journeys that people make in it.
 *
 * `node stage.mjs ADDRESS CHROMIUM` reads a wish a line, as JSON, and answers each by a line of
 * JSON: `{"problems": [...]}`, empty when all went well; the first line of each says what it is.
 * With ECOGRAM_TEST_SCREENSHOTS in the environment, each look that a journey checks is left in
 * that folder.
 */

import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { stripVTControlCharacters } from "node:util";

import { AxeBuilder } from "@axe-core/playwright";
import { IntlMessageFormat } from "intl-messageformat";
import { chromium } from "playwright-core";

import { QUIET } from "../clients/browser.mjs";

const [address, executablePath] = process.argv.slice(2);
assert.ok(address && executablePath, "Say the address and the browser.");
const SHOTS = process.env["ECOGRAM_TEST_SCREENSHOTS"];
const CONSOLE = new URL("../../web/src/console/", import.meta.url);
const SECONDS = 30;
/** @type {Record<string, import("playwright-core").BrowserContextOptions>} */
const SCREENS = {
  desk: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
};
const SIGN_IN = `mutation ($email: String!, $password: String!) {
  login(input: { email: $email, password: $password, sessionDelivery: COOKIE }) {
    userErrors { code }
  }
}`;

/**
 * @typedef {{ journey: string, language: string, screen: "desk" | "phone",
 *   account: { email: string, password: string } | null, facts: any }} Wish
 */

/** What a journey works with; each has a browser profile of its own. */
export class Stage {
  /** @param {import("playwright-core").Page} page @param {Wish} wish @param {string[]} problems */
  constructor(page, wish, problems) {
    this.page = page;
    this.context = page.context();
    this.language = wish.language;
    this.screen = wish.screen;
    /** What the Python test handed over. */
    this.facts = wish.facts;
    this.journey = wish.journey;
    this.problems = problems;
    this.address = String(address);
  }

  /** Opens a path of the console. @param {string} path */
  async open(path) {
    await this.page.goto(`${this.address}${path}`);
  }

  /**
   * Says messages of one folder below web/src/console in the journey's language, as in
   * `const say = stage.words("pages/library")`, then `say("title")`.
   *
   * @param {string} folder
   * @returns {(key: string, values?: Record<string, string | number>) => string}
   */
  words(folder) {
    const file = new URL(`${folder}/${this.language}.json`, CONSOLE);
    /** @type {Record<string, string>} */
    const messages = JSON.parse(readFileSync(file, "utf8"));
    return (key, values) => {
      const message = messages[key];
      assert.ok(message, `${folder} has no message ${key}.`);
      return String(new IntlMessageFormat(message, this.language).format(values));
    };
  }

  /**
   * Asks the service beside the browser, as whoever the token is of: by default the facts' own.
   * Anything that is refused ends the journey.
   *
   * @param {string} query @param {object} variables @param {string} [token]
   * @returns {Promise<any>}
   */
  async ask(query, variables, token = this.facts.token) {
    const answer = await fetch(`${this.address}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = await answer.json();
    assert.equal(errors, undefined);
    for (const payload of Object.values(data)) assert.deepEqual(payload?.userErrors ?? [], []);
    return data;
  }

  /**
   * Chooses one of several, by the label and the option.
   *
   * @param {string} label @param {string} option @param {import("playwright-core").Locator} [within]
   */
  async choose(label, option, within = this.page.locator("body")) {
    // Its name is what is chosen, then the label.
    const name = new RegExp(` ${label.replace(/[().]/g, "\\$&")}$`);
    await within.getByRole("button", { name }).click();
    await this.page.getByRole("option", { name: option, exact: true }).click();
    await this.page.getByRole("listbox").waitFor({ state: "detached" });
  }

  /**
   * What the page shows now must be free of axe's violations in both themes, and not be wider
   * than the screen. Screenshots go by `name`.
   *
   * @param {string} name
   */
  async check(name) {
    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      await this.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      // React Aria draws what opens, but hides it so until the screen keyboard has its place.
      await this.page.locator('[style*="mask-image"]').first().waitFor({ state: "detached" });
      await this.page.evaluate(settled);
      const axe = new AxeBuilder({ page: this.page }).withTags(AA);
      const { violations } = await axe.analyze();
      for (const { id, nodes } of violations) {
        for (const node of nodes) {
          this.problems.push(`${name} (${colorScheme}): ${id}: ${node.html}: ${node.failureSummary}`);
        }
      }
      await this.#shoot(`${name}-${colorScheme}`);
    }
    await this.page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    const over = await this.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (over > 0) this.problems.push(`${name}: the page is ${over} px wider than the screen.`);
  }

  /** @param {string} name */
  async #shoot(name) {
    if (!SHOTS) return;
    mkdirSync(SHOTS, { recursive: true });
    const file = `${this.journey}-${name}-${this.screen}-${this.language}.png`;
    await this.page.screenshot({ path: join(SHOTS, file) });
  }
}

const AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Notes what a developer's console would show. @param {import("playwright-core").Page} page @param {string[]} problems */
async function watch(page, problems) {
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    const ours = hostname === new URL(String(address)).hostname || ["blob:", "data:"].includes(protocol);
    if (!ours) problems.push(`It asked another host: ${request.url()}`);
  });
  page.on("response", (answer) => {
    if (answer.status() >= 400) problems.push(`${answer.status()}: ${answer.url()}`);
  });
  page.on("pageerror", (error) => void problems.push(`It threw: ${error.stack}`));
  page.on("console", (message) => {
    const isLoud = ["error", "warning"].includes(message.type());
    if (isLoud) problems.push(`The console says: ${message.text()}`);
  });
  await page.exposeFunction("tellPolicy", (/** @type {string} */ what) => problems.push(what));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const said = `${event.violatedDirective} forbids ${event.blockedURI} ${event.sample}`;
      /** @type {any} */ (window).tellPolicy(said);
    });
  });
}

/** @param {import("playwright-core").BrowserContext} context @param {{ email: string, password: string }} variables */
async function signIn(context, variables) {
  const data = { query: SIGN_IN, variables };
  const answer = await context.request.post(`${address}/graphql`, { data });
  assert.deepEqual((await answer.json()).data?.login.userErrors, []);
}

/**
 * In one line: what failed, what it waited for, and where the journey was.
 *
 * @param {Error} error
 */
function headline({ message, stack = "" }) {
  const lines = stripVTControlCharacters(message).split("\n").map((line) => line.trim());
  const waited = lines.find((line) => line.startsWith("- waiting for"));
  const place = /journeys\/([\w-]+\.mjs:\d+)/.exec(stack)?.[1];
  return [place, lines[0], waited].filter(Boolean).join(" ");
}

/** @param {import("playwright-core").Browser} browser @param {Wish} wish */
async function play(browser, wish) {
  /** @type {string[]} */
  const problems = [];
  const context = await browser.newContext({
    ...SCREENS[wish.screen],
    locale: wish.language === "en" ? "en-US" : wish.language,
    timezoneId: "America/Sao_Paulo",
    colorScheme: "light",
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(SECONDS * 1000);
  try {
    if (wish.account) await signIn(context, wish.account);
    const page = await context.newPage();
    await watch(page, problems);
    const { journey } = await import(`./journeys/${wish.journey}.mjs`);
    const stage = new Stage(page, wish, problems);
    await journey(stage).catch(async (/** @type {Error} */ error) => {
      const seen = await page.locator("body").ariaSnapshot().catch(String);
      problems.push(`${headline(error)}\n${error.stack}\n${seen}`);
    });
  } catch (error) {
    problems.push(error instanceof Error ? String(error.stack) : String(error));
  } finally {
    await context.close();
  }
  return problems;
}

const browser = await chromium.launch({ executablePath, args: QUIET });
for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify({ problems: await play(browser, JSON.parse(line)) }));
}
await browser.close();

/** Resolves when the colours of the theme are there: on a busy machine that takes some frames. */
async function settled() {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  // A dialog that only begins to appear is none to axe; what turns for ever is left out.
  const under = document.getAnimations().filter((one) => one.effect?.getTiming().iterations === 1);
  await Promise.allSettled(under.map((one) => one.finished));
}
