import { expect, type Page } from "@playwright/test";
import type { Shop } from "./shop/open-shop";
import { test } from "./shop/shop-test";

const quiet = 'data-clicks="off" data-vitals="off" data-forms="off" data-engagement="off" data-views="off"';

const track = async (page: Page, event: string): Promise<void> =>
  await page.evaluate((name) => Object(window).tributary.track(name), event);

/** What is kept in the browser for later. */
const kept = async (page: Page): Promise<string> =>
  await page.evaluate(() => Object.entries(localStorage).join("\n"));

const distinct = (shop: Shop): number => new Set(shop.messages.map(({ messageId }) => messageId)).size;

for (const [how, before] of [
  ["a request that outlives it", ""],
  ["a beacon where requests do not", "<script>delete Request.prototype.keepalive</script>"],
] as const)
  test(`what happens right before the tab is closed arrives by ${how}`, async ({ context, open }) => {
    const shop = await open({ attributes: quiet, before });
    for (const tab of [1, 2]) {
      const page = await context.newPage();
      await page.goto(shop.url);
      await track(page, `Said ${tab}`);
      await page.close();
    }
    await expect.poll(() => shop.story().sort()).toEqual(["Said 1", "Said 2"]);
  });

test("two tabs without a network lose nothing, also when they are closed", async ({ context, open }) => {
  const shop = await open({ attributes: quiet });
  const [first, second] = [await context.newPage(), await context.newPage()];
  await first.goto(shop.url);
  await second.goto(shop.url);
  await context.setOffline(true);
  await track(first, "First");
  await track(second, "Second");
  for (const event of ["First", "Second"]) await expect.poll(() => kept(first)).toContain(event);
  await first.close();
  await context.setOffline(false);
  await expect.poll(shop.story).toContain("Second");
  const next = await context.newPage();
  await next.goto(shop.url);
  await expect.poll(shop.story).toContain("First");
  await expect.poll(() => kept(next)).not.toContain("tb_q");
  expect(distinct(shop)).toBe(2);
});

test("what waits without a network is bounded, and the newest is kept", async ({ context, page, open }) => {
  const shop = await open({ attributes: quiet });
  await page.goto(shop.url);
  await context.setOffline(true);
  await page.evaluate(() => {
    const text = "x".repeat(5_000);
    for (let n = 0; n < 100; n++) Object(window).tributary.track(`Said ${n}`, { text });
  });
  await expect.poll(() => kept(page)).toContain("Said 99");
  expect((await kept(page)).length).toBeLessThan(201_000);
});

test("a server that is busy is asked again when it says, one that refuses is not", async ({ page, open }) => {
  let answers = [{ status: 503, headers: { "retry-after": "20" } }];
  const shop = await open({
    attributes: quiet,
    standIn: ({ path }) => (path === "/v1/batch" ? answers.shift() : undefined),
  });
  await page.clock.install();
  await page.goto(shop.url);
  await track(page, "Kept");
  await page.clock.runFor(1_000);
  await expect.poll(() => kept(page)).toContain("Kept");
  await page.clock.runFor(15_000);
  expect(shop.refused).toHaveLength(1);
  await page.clock.runFor(5_000);
  await expect.poll(shop.story).toEqual(["Kept"]);
  await expect.poll(() => kept(page)).not.toContain("tb_q");

  answers = [{ status: 401, headers: { "retry-after": "0" } }];
  await track(page, "Refused");
  await page.clock.runFor(1_000);
  await expect.poll(() => shop.refused).toHaveLength(2);
  await page.clock.runFor(60_000);
  await track(page, "Next");
  await page.clock.runFor(1_000);
  await expect.poll(shop.story).toEqual(["Kept", "Next"]);
});

test("a server that does not take the page for its own gets everything, without cookies", async ({
  page,
  open,
  baseURL,
}) => {
  const shop = await open({ attributes: `${quiet} data-cookie="include" data-host="${baseURL}"` });
  await page.goto(shop.url);
  await track(page, "Said");
  await expect.poll(() => kept(page)).toContain("Said");
  await expect.poll(() => kept(page)).not.toContain("Said");
});

test("calls made before the script is there are kept", async ({ page, open }) => {
  const stub =
    "<script>window.tributary=window.tributary||new Proxy([],{get:(q,m)=>m in q?q[m]:(...a)=>q.push([m,...a])})</script>";
  const early = "<script>tributary.track('Early', { n: 1 }); tributary.identify('customer-17')</script>";
  const shop = await open({ before: stub + early });
  await page.goto(shop.url);
  await expect.poll(shop.story).toEqual(["identify", "/", "Early"]);
  expect(shop.messages.map(({ userId }) => userId)).toEqual(Array(3).fill("customer-17"));
});

const sabotage = `<script>
  const refuse = () => { throw new Error("refused"); };
  for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { get: refuse });
  Object.defineProperty(document, "cookie", { get: refuse, set: refuse });
</script>`;

test("where the browser refuses to remember anything, one page is still one visitor", async ({
  page,
  open,
}) => {
  const shop = await open({ before: sabotage });
  await page.goto(`${shop.url}/p/rain-jacket`);
  await page.getByRole("button", { name: "Add to cart" }).click();
  await expect.poll(shop.story).toEqual(expect.arrayContaining(["/p/rain-jacket", "Product Added"]));
  expect(new Set(shop.messages.map(({ anonymousId }) => anonymousId)).size).toBe(1);
});

const refuse = "() => { throw new Error('refused') }";
for (const [what, broken] of [
  ["sending", `window.fetch = navigator.sendBeacon = crypto.randomUUID = ${refuse}`],
  [
    "what is newer than the browser",
    "for (const name of ['fetch', 'Request', 'MutationObserver', 'PerformanceObserver', 'requestIdleCallback']) window[name] = undefined",
  ],
  ["JSON and adding scripts", `JSON.stringify = document.head.append = ${refuse}`],
  [
    "listening and the history",
    `Object.freeze(history); Object.freeze(History.prototype); window.addEventListener = ${refuse}`,
  ],
])
  test(`a page works and hears of no error where ${what} is broken`, async ({ page, open }) => {
    const shop = await open({ before: `<script>${broken}</script>` });
    const errors: string[] = [];
    page.on("pageerror", ({ message }) => errors.push(message));
    await page.goto(`${shop.url}/p/rain-jacket`);
    await page.getByRole("button", { name: "Add to cart" }).click();
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("button", { name: "Sizes" }).click();
    await expect(page).toHaveURL(/\/sizes$/);
    await page.goto(`${shop.url}/checkout`);
    await page.getByLabel("City").fill("Graz");
    await page.getByRole("button", { name: "Order now" }).click();
    await expect(page.getByRole("heading", { name: "Thank you" })).toBeVisible();
    expect(errors).toEqual([]);
  });
