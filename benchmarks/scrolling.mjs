// @ts-check
// Scrolls through a long list of pictures in a browser, and tells what was felt.
// node scrolling.mjs ADDRESS CHROMIUM CONTENDER SCREEN DEEP: CONTENDER is library or plain, SCREEN desk
// or phone; prints a line of JSON for each part. The library then goes on to DEEP pictures.

import { createRequire } from "node:module";

const require = createRequire(new URL("../tests/console/package.json", import.meta.url));
const { chromium } = require("playwright-core");
const [address, executablePath, contender, screen, deep] = process.argv.slice(2);
const WHO = { email: "bench@example.com", password: "correct horse battery" };
const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 800 };
const SCREENS = {
  desk: { viewport: DESK },
  phone: { viewport: PHONE, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
};
const LOGIN = `mutation ($email: String!, $password: String!) {
  login(input: { email: $email, password: $password, sessionDelivery: COOKIE }) { userErrors { code } }
}`;
const TOKEN = `mutation { login(input: { email: "${WHO.email}", password: "${WHO.password}" }) {
  session { accessToken }
} }`;
const PAGE = `query ($after: String) { images(first: 100, after: $after,
  orderBy: { field: CREATED_AT, direction: DESC }) {
  nodes { id title fileName review { state } renditions { preset url width } }
  pageInfo { hasNextPage endCursor }
} }`;
/** As many are written without windowing, page by page: the list that grows as one scrolls. */
const PLAIN = `<!doctype html><meta name="viewport" content="width=device-width"><title>Plain</title><style>
  body { font: 14px sans-serif; margin: 16px }
  main { display: grid; gap: 12px; grid-template-columns: repeat(auto-fill, minmax(148px, 1fr)) }
  @media (width > 640px) { main { grid-template-columns: repeat(auto-fill, minmax(176px, 1fr)) } }
  figure { margin: 0 } img { aspect-ratio: 1; display: block; object-fit: contain; width: 100% }
  figcaption { height: 58px; overflow: hidden }
</style><main></main><p>.</p><script>
  const ask = async (query, variables, token) => (await (await fetch("/graphql", { method: "POST",
    headers: { "content-type": "application/json", ...(token && { authorization: "Bearer " + token }) },
    body: JSON.stringify({ query, variables }) })).json()).data;
  let after = null, busy = false, token;
  async function more() {
    if (busy) return;
    busy = true;
    token ??= (await ask(${JSON.stringify(TOKEN)})).login.session.accessToken;
    const { images } = await ask(${JSON.stringify(PAGE)}, { after }, token);
    after = images.pageInfo.endCursor;
    document.querySelector("main").append(...images.nodes.map((one) => {
      const figure = document.createElement("figure"), img = new Image();
      const caption = document.createElement("figcaption");
      figure.dataset.id = one.id;
      Object.assign(img, { loading: "lazy", decoding: "async", alt: "" });
      img.src = one.renditions.find(({ preset }) => preset === "THUMB").url;
      caption.textContent = (one.title ?? one.fileName) + " " + one.review.state;
      figure.append(img, caption);
      return figure;
    }));
    busy = false;
    if (document.documentElement.scrollHeight - scrollY < 6 * innerHeight) more();
  }
  new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && more(),
    { rootMargin: "0px 0px 5000px 0px" }).observe(document.querySelector("p"));
</script>`;

// A page of our own making comes from no address, so it might not ask for pictures on loopback.
const LOCAL = "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests";
const ARGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];
const browser = await chromium.launch({ executablePath, args: [...ARGS, LOCAL] });
const context = await browser.newContext({ ...SCREENS[screen], locale: "en-US" });
await context.request.post(`${address}/graphql`, { data: { query: LOGIN, variables: WHO } });
const page = await context.newPage();
const protocol = await context.newCDPSession(page);
await protocol.send("Network.enable");
// Few files serve all pictures: each is fetched and decoded as if it were its own.
await protocol.send("Network.setCacheDisabled", { cacheDisabled: true });
if (screen === "phone") await protocol.send("Emulation.setCPUThrottlingRate", { rate: 4 });
// Processor time of the page's own thread, which other programs do not touch.
await protocol.send("Performance.enable", { timeDomain: "threadTicks" });
let requests = 0;
page.on("request", (request) => {
  if (new URL(request.url()).pathname === "/graphql") requests += 1;
});
await page.addInitScript(watch);
await page.route("**/plain", (route) => route.fulfill({ contentType: "text/html", body: PLAIN }));
await page.goto(`${address}/${contender}`);
await page.locator("[data-id] img").first().waitFor();
await page.waitForTimeout(1500);

await told("at rest", () => page.waitForTimeout(1500));
await told("wheel", () => turned(screen === "phone" ? 100 : 200, 1));
await told("fling", () => flung(screen === "phone" ? 30 : 8, 1));
await told("wheel back", () => turned(60, -1));
if (contender === "library") {
  await told("Ctrl+Home, Ctrl+End", keys);
  if (Number(deep) > 0) {
    await told(`walked to ${deep}`, () => walked(Number(deep)));
    await told("wheel there", () => turned(100, -1));
    await told("fling there", () => flung(4, -1));
    await told("dragged far", dragged);
    await told("back from a picture", opened);
  }
}
await browser.close();

/** Turns the wheel as a quick hand does. @param {number} steps @param {1 | -1} by */
async function turned(steps, by) {
  const { width, height } = screen === "phone" ? PHONE : DESK;
  await page.mouse.move(width / 2, height / 2);
  for (let step = 0; step < steps; step += 1) {
    const turn = { type: "mouseWheel", x: width / 2, y: height / 2, deltaX: 0, deltaY: 240 * by };
    await protocol.send("Input.dispatchMouseEvent", turn);
    await page.waitForTimeout(16);
  }
}

/** A wheel that runs, or swipes of a finger. @param {number} times @param {1 | -1} by */
async function flung(times, by) {
  const { width, height } = screen === "phone" ? PHONE : DESK;
  for (let time = 0; time < times; time += 1) {
    if (screen === "phone") await swiped(width / 2, height / 2, by * height * 0.35);
    else {
      const gesture = { x: width / 2, y: height / 2, yDistance: -by * 6000, speed: 6000 };
      await protocol.send("Input.synthesizeScrollGesture", { ...gesture, gestureSourceType: "mouse" });
    }
  }
}

/** @param {number} x @param {number} y @param {number} far */
async function swiped(x, y, far) {
  for (let step = 0; step <= 6; step += 1) {
    const touchPoints = [{ x, y: y + far - (step / 3) * far }];
    const type = step === 0 ? "touchStart" : "touchMove";
    await protocol.send("Input.dispatchTouchEvent", { type, touchPoints });
    await page.waitForTimeout(8);
  }
  await protocol.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await page.waitForTimeout(150);
}

async function keys() {
  await page.locator('[data-id][tabindex="0"]').first().focus();
  for (let time = 0; time < 6; time += 1) {
    await page.keyboard.press("Control+End");
    await page.waitForTimeout(400);
    await page.keyboard.press(time % 2 ? "Control+Home" : "PageUp");
    await page.waitForTimeout(400);
  }
}

/** To the end of what was read, again and again. @param {number} count */
async function walked(count) {
  await page.evaluate(async (count) => {
    const grid = /** @type {HTMLElement} */ (document.querySelector("[role=grid]"));
    const reached = () => Number(grid.ariaRowCount) * Number(grid.ariaColCount);
    while (reached() < count) {
      const before = reached();
      window.scrollTo(0, document.documentElement.scrollHeight);
      const until = performance.now() + 10_000;
      while (reached() === before && performance.now() < until) await new Promise(requestAnimationFrame);
      if (reached() === before) throw new Error(`It does not go on behind ${before}.`);
    }
  }, count);
}

/** By the scrollbar: to places all over the list, as a hand moves, and rests there. */
async function dragged() {
  await page.evaluate(async () => {
    const high = document.documentElement.scrollHeight;
    let at = 1;
    for (const to of [0.1, 0.8, 0.3, 0.55]) {
      for (let frame = 1; frame <= 30; frame += 1) {
        window.scrollTo(0, high * (at + ((to - at) * frame) / 30));
        await new Promise(requestAnimationFrame);
      }
      at = to;
      await new Promise((rested) => setTimeout(rested, 1500));
    }
  });
}

/** Opens a picture and comes back; says how far from where it was. */
async function opened() {
  const before = await page.evaluate(() => window.scrollY);
  // One that is in sight: Playwright would scroll to another one before it presses.
  const seen = await page.locator("[data-id] [data-open]").evaluateAll((links) =>
    links.findIndex((link) => {
      const { top, bottom } = link.getBoundingClientRect();
      return top > innerHeight / 3 && bottom < innerHeight;
    }),
  );
  await page.locator("[data-id] [data-open]").nth(seen).click();
  await page.waitForURL("**/images/*");
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.goBack();
  await page.locator("[data-id] img").first().waitFor();
  await page.waitForTimeout(500);
  return { moved: Math.abs((await page.evaluate(() => window.scrollY)) - before) };
}

/** @param {string} part @param {() => Promise<object | void>} act */
async function told(part, act) {
  const before = requests;
  const busy = await spent();
  await page.evaluate(() => /** @type {any} */ (window).felt.begin());
  const more = await act();
  await page.waitForTimeout(300);
  const felt = await page.evaluate(() => /** @type {any} */ (window).felt.end());
  const [tasks, script] = (await spent()).map((now, at) => now - busy[at]);
  await protocol.send("HeapProfiler.collectGarbage");
  const { usedSize } = await protocol.send("Runtime.getHeapUsage");
  const spending = { thread: tasks, script, requests: requests - before, heap: usedSize };
  console.log(JSON.stringify({ part, ...felt, ...more, ...spending }));
}

/** Seconds of the page's own thread until now: all of it, and that of scripts. */
async function spent() {
  const { metrics } = await protocol.send("Performance.getMetrics");
  const named = Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  return [named.TaskDuration, named.ScriptDuration];
}

/** Runs in the page, before all else: frames, long tasks, and when pictures came to be seen. */
function watch() {
  let frames = [], tasks = [], from = 0, last = 0;
  const seen = new Map(), there = new WeakSet();
  let waits = [], missed = 0;
  const frame = (now) => {
    if (last > 0) frames.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) if (startTime >= from) tasks.push(duration);
  }).observe({ entryTypes: ["longtask"] });
  const looking = new IntersectionObserver((entries) => {
    const now = performance.now();
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting && there.has(target)) waits.push(0);
      else if (isIntersecting) seen.set(target, now);
      else if (seen.delete(target)) missed += 1;
    }
  });
  new MutationObserver((changes) => {
    for (const { addedNodes, removedNodes } of changes) {
      for (const node of addedNodes) if (node instanceof Element) each(node, (one) => looking.observe(one));
      for (const node of removedNodes) if (node instanceof Element) each(node, (one) => {
        looking.unobserve(one);
        if (seen.delete(one)) missed += 1;
      });
    }
  }).observe(document, { childList: true, subtree: true });
  const each = (node, act) => {
    if (node.matches("[data-id]")) act(node);
    else node.querySelectorAll("[data-id]").forEach(act);
  };
  document.addEventListener("load", ({ target }) => {
    const tile = target instanceof HTMLImageElement && target.closest("[data-id]");
    if (!tile) return;
    there.add(tile);
    if (!seen.has(tile)) return;
    waits.push(performance.now() - seen.get(tile));
    seen.delete(tile);
  }, true);
  window["felt"] = {
    begin() {
      frames = [];
      tasks = [];
      waits = [];
      missed = 0;
      from = performance.now();
    },
    end() {
      const nodes = document.querySelectorAll("*").length;
      const grid = document.querySelector("[role=grid]");
      const read = grid ? grid.ariaRowCount * grid.ariaColCount : document.querySelectorAll("[data-id]").length;
      const seconds = (performance.now() - from) / 1000;
      return { frames, tasks, waits, missed, nodes, read, seconds };
    },
  };
}
