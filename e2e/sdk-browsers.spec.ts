import { expect, type Page, test } from "@playwright/test";
import { givenProject, type ProjectKeys, whatArrived } from "./sdk-project";
import { openProxy } from "./sdk-proxy";
import { openSdkShop } from "./sdk-shop";

// The libraries of pages as npm has them, in a real browser and on a site of their own, so that preflights, headers that
// a page may read, and what a browser does with requests of a page that goes away are all real.

const onePurchase = { conversions: 1, converters: 1, value: [{ currency: "EUR", minor: 5970 }] };

/** Ada looks, signs in, orders, and signs out; then somebody else sits down at the same computer. */
const visit = async (page: Page, shop: { home: string; thanks: string }): Promise<void> => {
  const press = (name: string) => page.getByRole("button", { name }).click();
  await page.goto(shop.home);
  await press("Look at the tea");
  await press("Add to cart");
  await press("Sign in");
  await press("Order");
  await page.waitForURL(shop.thanks);
  await press("Sign out");
  await press("Look at the tea");
};

const eventsOf = async (request: Parameters<typeof whatArrived>[0], keys: ProjectKeys) =>
  (await whatArrived(request, keys)).events;

test("analytics-next: a visit arrives once, of the right visitors, in spite of an overload and a lost answer", async ({
  page,
  request,
  baseURL,
}) => {
  const keys = await givenProject();
  const proxy = await openProxy(baseURL ?? "", [503, "lost", 429]);
  const shop = await openSdkShop("sdk-page-segment.ts", { host: proxy.url, key: keys.writeKey });
  await visit(page, shop);
  const events = { "Page Viewed": 2, "Product Viewed": 2, "Product Added": 1, "Order Completed": 1 };
  await expect.poll(() => eventsOf(request, keys), { timeout: 30_000 }).toEqual(events);
  expect(await whatArrived(request, keys)).toEqual({
    events,
    visitors: 2,
    purchases: onePurchase,
    funnel: [2, 1, 1],
  });
  proxy.close();
  shop.close();
});

test("posthog-js: a visit arrives once, of the right visitors, in spite of an overload and a lost answer", async ({
  page,
  request,
  baseURL,
}) => {
  const keys = await givenProject();
  const proxy = await openProxy(baseURL ?? "", [503, "lost"]);
  const shop = await openSdkShop("sdk-page-posthog.ts", { host: proxy.url, key: keys.writeKey });
  await visit(page, shop);
  const events = {
    "Page Viewed": 2,
    "Product Viewed": 2,
    "Product Added": 1,
    "Order Completed": 1,
    "Page Engaged": 1,
  };
  await expect.poll(() => eventsOf(request, keys), { timeout: 30_000 }).toEqual(events);
  expect(await whatArrived(request, keys)).toEqual({
    events,
    visitors: 2,
    purchases: onePurchase,
    funnel: [2, 1, 1],
  });
  proxy.close();
  shop.close();
});
