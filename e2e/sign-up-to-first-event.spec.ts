import { expect, test } from "@playwright/test";
import { send } from "./http";
import { keyIn } from "./keys";
import { signUp } from "./people";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test("a newcomer signs up, sends events with the key of the page and sees the purchase", async ({
  page,
  request,
}) => {
  const { base } = await signUp(page);
  const arrival = page.getByRole("region", { name: "Arrival" });
  await expect(arrival.getByRole("status")).toHaveText("Waiting for your first event");

  await page.getByRole("figure").filter({ hasText: "HTML" }).getByRole("button", { name: "Copy" }).click();
  await expect(page.getByText("Copied")).toBeVisible();
  const snippet = await page.evaluate(() => navigator.clipboard.readText());
  expect(snippet).toMatch(/^<script defer src="http.+\/t\.js" data-key="tb_pk_\w+"><\/script>$/);

  await send(request, keyIn(snippet), [
    { type: "page", anonymousId: "ada", properties: { url: "https://shop.example/" } },
    { type: "page", anonymousId: "ben", properties: { url: "https://shop.example/" } },
    { type: "track", event: "Product Added", anonymousId: "ada", properties: { price: 59.7 } },
    {
      type: "track",
      event: "Order Completed",
      anonymousId: "ada",
      properties: { order_id: "1001", revenue: 59.7, currency: "EUR" },
    },
  ]);
  await expect(arrival.getByRole("status")).toHaveText("First event received: Order Completed");

  await arrival.getByRole("link", { name: "Open the overview" }).click();
  await expect(page).toHaveURL(new RegExp(`${base}/overview$`));
  const purchase = page.getByRole("region", { name: "Purchase", exact: true });
  await expect(purchase.getByText("1 conversion")).toBeVisible();
  await expect(purchase.getByText("1 of 2 visitors")).toBeVisible();
  await expect(purchase.getByText("€59.70", { exact: true })).toBeVisible();
  await expect(purchase.getByText("€29.85", { exact: true })).toBeVisible();
});

test("sign-up says at the field what is wrong, and keeps what was typed", async ({ page, browser }) => {
  const other = await browser.newContext();
  const { email } = await signUp(await other.newPage());
  await other.close();

  await page.goto("/sign-up");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill("another-password");
  await page.getByLabel("Organisation").fill("Twice");
  await page.getByLabel("Site or app").fill("Web");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByLabel("E-mail")).toHaveAccessibleDescription(
    "There is an account with this e-mail address already.",
  );
  await expect(page.getByLabel("Organisation")).toHaveValue("Twice");
});
