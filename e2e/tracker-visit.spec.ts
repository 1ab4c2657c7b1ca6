import { expect, type Page } from "@playwright/test";
import type { Shop } from "./shop/open-shop";
import { test } from "./shop/shop-test";

/** Leaves the site, and waits until everything of the visit has arrived. */
const leave = async (page: Page): Promise<void> => {
  await page.goto("about:blank");
};

/** The parts that are added when the browser has time. */
const allParts = async (page: Page): Promise<void> => {
  await expect(page.locator("script[src*='t-']")).toHaveCount(3);
  await page.waitForLoadState("networkidle");
};

const arrived = (shop: Shop, event: string) => expect.poll(() => shop.propertiesOf(event));

test("views of a single-page shop are told apart by their paths, and each knows where it came from", async ({
  page,
  open,
}) => {
  const shop = await open();
  await page.goto(`${shop.url}/p/rain-jacket?color=blue`);
  await page.getByRole("button", { name: "Red" }).click();
  await page.getByRole("button", { name: "Reviews" }).click();
  await page.getByRole("button", { name: "Sizes" }).click();
  await page.goBack();
  await expect.poll(() => shop.messages.filter(({ type }) => type === "page").length).toBe(3);
  const views = shop.messages.filter(({ type }) => type === "page").map(({ context }) => context.page);
  expect(views).toEqual([
    {
      url: `${shop.url}/p/rain-jacket?color=blue`,
      path: "/p/rain-jacket",
      search: "?color=blue",
      title: "Rain jacket",
      referrer: "",
    },
    expect.objectContaining({
      path: "/p/rain-jacket/sizes",
      referrer: `${shop.url}/p/rain-jacket?color=red#reviews`,
    }),
    expect.objectContaining({ path: "/p/rain-jacket", referrer: `${shop.url}/p/rain-jacket/sizes` }),
  ]);
});

test("where the hash is the route, it makes views", async ({ page, open }) => {
  const shop = await open({ attributes: "data-hash" });
  await page.goto(`${shop.url}/p/rain-jacket`);
  await page.getByRole("button", { name: "Reviews" }).click();
  await expect
    .poll(() => shop.messages.filter(({ type }) => type === "page").map(({ context }) => context.page.url))
    .toEqual([`${shop.url}/p/rain-jacket`, `${shop.url}/p/rain-jacket#reviews`]);
});

test("a page that the browser only prepares is seen when it is shown", async ({ page, open }) => {
  const prepared =
    "<script>Object.defineProperty(document, 'prerendering', { value: true, writable: true })</script>";
  const shop = await open({ before: prepared, attributes: 'data-clicks="off"' });
  await page.clock.install();
  await page.goto(`${shop.url}/p/rain-jacket`);
  await page.getByRole("button", { name: "Add to cart" }).click();
  await page.clock.runFor(5_000);
  expect(shop.messages).toEqual([]);
  await page.evaluate(() => {
    Object.assign(document, { prerendering: false });
    document.dispatchEvent(new Event("prerenderingchange"));
  });
  await page.clock.runFor(1_000);
  await expect.poll(shop.story).toEqual(["/p/rain-jacket", "Product Added"]);
});

test("a page that comes back from the browser's memory is seen again", async ({ page, open }) => {
  const shop = await open();
  await page.goto(shop.url);
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
  await expect.poll(shop.story).toEqual(["/", "/"]);
});

test("only seconds in which somebody reads are counted", async ({ page, open }) => {
  const shop = await open();
  await page.clock.install();
  await page.goto(shop.url);
  await page.clock.runFor(10_000);
  await page.mouse.move(50, 50);
  await page.clock.runFor(60_000);
  await leave(page);
  await arrived(shop, "Page Engaged").toEqual([
    { viewId: expect.any(String), scrollPercent: expect.any(Number), engagedSeconds: 40 },
  ]);
  const [engaged] = shop.propertiesOf("Page Engaged");
  expect(engaged?.viewId).toBe(shop.messages[0]?.properties.viewId);
  expect(engaged?.scrollPercent).toBeLessThan(50);
});

test("links to files and to other sites are noted without what their addresses give away", async ({
  page,
  open,
}) => {
  const shop = await open();
  await page.route("**/files/**", (route) => route.fulfill({ body: "sizes", contentType: "text/plain" }));
  await page.context().route("https://maps.example/**", (route) => route.fulfill({ body: "map" }));
  await page.goto(shop.url);
  await page.getByRole("link", { name: "Top" }).click();
  await page.getByRole("link", { name: "Way to Ada" }).click();
  await page.getByRole("link", { name: "Way to us" }).click();
  await page.getByRole("link", { name: "Table of sizes" }).click();
  await page.waitForURL("**/files/**");
  await arrived(shop, "Outbound Link Clicked").toEqual([{ href: "maps.example/way/to/us" }]);
  await arrived(shop, "File Downloaded").toEqual([{ href: `${new URL(shop.url).host}/files/sizes.pdf` }]);
  expect(JSON.stringify(shop.propertiesOf("Element Clicked"))).not.toContain("ada");
});

test("a form that is sent, and one that is begun and left, are told by name and never by content", async ({
  page,
  open,
}) => {
  const shop = await open();
  await page.goto(`${shop.url}/checkout`);
  await allParts(page);
  await page.getByLabel("E-mail").fill("ada@secret.example");
  await page.getByLabel("Name").fill("Ada Secret");
  await page.getByLabel("City").fill("Secret City");
  await page.goto(`${shop.url}/checkout`);
  await allParts(page);
  await page.getByLabel("Name").fill("Ada Secret");
  await page.getByRole("button", { name: "Order now" }).click();
  await page.waitForURL("**/thanks?**");
  await arrived(shop, "Form Abandoned").toEqual([{ form: "address", lastField: "city" }]);
  await arrived(shop, "Form Submitted").toEqual([{ form: "address" }]);
  const events = shop.messages.map(({ properties }) => properties);
  expect(JSON.stringify(events)).not.toMatch(/secret/i);
});

test("what is clicked is named by what it says, and private places stay private", async ({ page, open }) => {
  const shop = await open();
  await page.goto(`${shop.url}/p/rain-jacket`);
  await allParts(page);
  await page.getByRole("button", { name: "Add to cart" }).click();
  await page.getByRole("button", { name: "Wish for it" }).click();
  await page.getByRole("button", { name: "Ada Lovelace" }).click();
  await page.getByRole("button", { name: "Hello Ada" }).click();
  await arrived(shop, "Element Clicked").toEqual([
    { tag: "button", text: "Add to cart", selector: "#add" },
    { tag: "button", text: "Wish for it", selector: "button:nth-of-type(5)" },
    { tag: "button", text: "Hello", selector: "button:nth-of-type(10)" },
  ]);
  expect(shop.propertiesOf("Wish Noted")).toEqual([{ product_id: "rain-jacket", list: "winter" }]);
  expect(shop.propertiesOf("Product Added")).toEqual([
    { product_id: "rain-jacket", price: 89.9, currency: "EUR" },
  ]);
});

test("clicks in anger and in vain are noticed, those that do something are not", async ({ page, open }) => {
  const shop = await open();
  await page.clock.install();
  await page.goto(`${shop.url}/p/rain-jacket`);
  await page.clock.runFor(2_000);
  await allParts(page);
  await page.getByRole("button", { name: "Is it in stock?" }).click();
  await page.getByRole("button", { name: "Sizes" }).click();
  await page.clock.runFor(2_000);
  await page.getByText("Zoom").click();
  await page.clock.runFor(2_000);
  await page.getByText("Zoom").click({ clickCount: 4 });
  await page.clock.runFor(2_000);
  const zoom = { tag: "span", selector: "span" };
  await arrived(shop, "Rage Clicked").toEqual([zoom]);
  await arrived(shop, "Dead Clicked").toEqual([zoom]);
});

test("how fast the page was is told once, when it is left", async ({ page, open }) => {
  const shop = await open();
  await page.goto(shop.url);
  await allParts(page);
  await page.getByRole("link", { name: "Rain jacket" }).click();
  await page.waitForURL("**/p/**");
  await arrived(shop, "Web Vitals").toEqual([
    expect.objectContaining({
      path: "/",
      ttfb: expect.any(Number),
      fcp: expect.any(Number),
      lcp: expect.any(Number),
      cls: expect.any(Number),
    }),
  ]);
});

test("each automatic part can be turned off", async ({ page, open }) => {
  const off = ["views", "engagement", "links", "forms", "clicks", "vitals"];
  const shop = await open({ attributes: off.map((part) => `data-${part}="off"`).join(" ") });
  await page.clock.install();
  await page.context().route("https://maps.example/**", (route) => route.fulfill({ body: "map" }));
  await page.goto(shop.url);
  await page.clock.runFor(5_000);
  await page.getByRole("link", { name: "Way to us" }).click();
  await page.evaluate(() => Object(window).tributary.track("Said", {}));
  await leave(page);
  await expect.poll(shop.story).toEqual(["Said"]);
  await expect(page.locator("script[src*='t-']")).toHaveCount(0);
});
