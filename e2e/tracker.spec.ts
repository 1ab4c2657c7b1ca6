import { expect, type Page, test } from "@playwright/test";
import { ask, send } from "./http";
import { makeSecretKey, readWriteKey } from "./keys";
import { signUp } from "./people";
import { openShop } from "./shop/open-shop";

/** A visit from the first page to the order, and away at once, a minute ago: its clock runs as told, so nobody waits. */
const visitShop = async (page: Page, url: string): Promise<void> => {
  await page.clock.install({ time: Date.now() - 60_000 });
  await page.goto(url);
  await page.getByRole("link", { name: "Rain jacket" }).scrollIntoViewIfNeeded();
  await page.clock.runFor(5_000);
  await page.getByRole("link", { name: "Rain jacket" }).click();
  await page.getByRole("button", { name: "Sizes" }).click();
  await page.getByRole("button", { name: "Add to cart" }).click();
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Order" }).click();
  await page.goto("about:blank");
};

test("a visit with the tracker arrives whole, also what happened just before leaving", async ({
  page,
  browser,
  request,
  baseURL,
}) => {
  await signUp(page);
  const writeKey = await readWriteKey(page);
  const secretKey = await makeSecretKey(page);
  const shop = await openShop({ app: baseURL ?? "", key: writeKey });
  const range = {
    from: new Date(Date.now() - 3_600_000).toISOString(),
    to: new Date(Date.now() + 3_600_000).toISOString(),
  };

  const visitor = await browser.newContext();
  await visitShop(await visitor.newPage(), shop.url);
  await visitor.close();
  shop.close();

  await expect
    .poll(async () => await ask(request, secretKey, "catalog", {}))
    .toMatchObject({
      events: expect.arrayContaining([
        expect.objectContaining({ name: "Page Viewed", count: 3 }),
        expect.objectContaining({ name: "Page Engaged" }),
        expect.objectContaining({ name: "Product Added", count: 1 }),
        expect.objectContaining({ name: "Order Completed", count: 1 }),
      ]),
      pages: expect.arrayContaining([
        expect.objectContaining({ name: "/", count: 1 }),
        expect.objectContaining({ name: "/p/rain-jacket", count: 1 }),
        expect.objectContaining({ name: "/p/rain-jacket/sizes", count: 1 }),
      ]),
    });

  const path = await ask(request, secretKey, "funnel", {
    ...range,
    windowMs: 3_600_000,
    steps: [
      { page: "/" },
      { engaged: { seconds: 5, scrollPercent: 100, page: "/" } },
      { page: "/p/rain-jacket" },
      { page: "/p/rain-jacket/sizes" },
      { goal: "add-to-cart" },
      { goal: "purchase" },
    ],
    breakdown: { by: "device" },
  });
  const reached = Array.from({ length: 6 }, () => ({ reached: 1 }));
  expect(path).toMatchObject({
    steps: reached,
    breakdown: [{ value: "desktop", steps: reached }],
  });

  // What the shop's own server says about the customer belongs to the visitor of the pages.
  await send(request, writeKey, [{ type: "track", event: "Parcel Delivered", userId: "customer-17" }]);
  expect(await ask(request, secretKey, "conversions", { ...range, goals: ["purchase"] })).toMatchObject({
    visitors: 1,
    goals: [{ conversions: 1, converters: 1, value: [{ currency: "EUR", minor: 8990 }] }],
  });
});
