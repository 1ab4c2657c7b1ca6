import { type APIRequestContext, expect, type Page, test } from "@playwright/test";
import { basic, send } from "./http";
import { makeSecretKey, readWriteKey } from "./keys";
import { type Person, signUp } from "./people";
import { viewerOf } from "./viewer-of";

const order = (visitor: string, properties: object) => ({
  type: "track",
  event: "Order Completed",
  anonymousId: visitor,
  messageId: `order of ${visitor}`,
  properties: { order_id: visitor, currency: "EUR", ...properties },
});

/** Sends events and reads what the answer says about each. */
const sendAny = async (
  request: APIRequestContext,
  key: string,
  batch: readonly object[],
): Promise<unknown> => {
  const answer = await request.post("/v1/batch", { headers: basic(key), data: { batch } });
  return await answer.json();
};

const rejectedRow = (page: Page, words: string) =>
  page.getByRole("region", { name: "Rejected events" }).getByRole("row").filter({ hasText: words });

/** An owner whose shop reported an order with a revenue that is no number. */
const ownerWithRejectedOrder = async (page: Page, request: APIRequestContext): Promise<Person> => {
  const owner = await signUp(page);
  const key = await readWriteKey(page);
  const answer = await sendAny(request, key, [
    order("ada", { revenue: "1.012,50 €" }),
    order("ben", { revenue: 5 }),
  ]);
  expect(answer).toMatchObject({ accepted: 1, rejected: [{ index: 0, code: "invalid_revenue" }] });
  return owner;
};

test("a rejected order is seen, understood, repaired and counted", async ({ page, request, browser }) => {
  const { base } = await ownerWithRejectedOrder(page, request);
  const stranger = await (await browser.newContext()).newPage();
  const other = await ownerWithRejectedOrder(stranger, request);

  await page.getByRole("link", { name: "Data health" }).first().click();
  await expect(
    page.getByText("2 events were received: 1 accepted, 0 duplicates, 0 ignored, 1 rejected."),
  ).toBeVisible();
  const row = rejectedRow(page, "The revenue is no number");
  await expect(row.getByRole("cell").nth(2)).toHaveText("1");
  await page.getByText(/^Newest example: Order Completed/).click();
  await expect(page.getByText("At fault:").locator("..")).toContainText('"revenue": "1.012,50 €"');

  await row.getByRole("button", { name: "Fix and replay" }).click();
  const dialog = page.getByRole("dialog", { name: "The revenue is no number" });
  await expect(dialog.getByLabel("Before the cents stands")).toHaveValue(",");
  await expect(dialog).toContainText("Of 1 event, 1 would be accepted.");
  await dialog.getByLabel("Before the cents stands").selectOption("a point: 1,299.00");
  await expect(dialog).toContainText("1 still rejected (properties.revenue)");
  await expect(dialog.getByRole("button", { name: "Replay" })).toBeDisabled();
  await dialog.getByLabel("Before the cents stands").selectOption("a comma: 1.299,00");
  await expect(dialog.getByRole("region", { name: "As it would be sent" })).toContainText(
    '"revenue": 1012.5',
  );
  await dialog.getByRole("button", { name: "Replay 1 event" }).click();
  await expect(dialog.getByText("1 event accepted.")).toBeVisible();
  await dialog.getByRole("button", { name: "Done" }).click();

  await expect(rejectedRow(page, "The revenue is no number").getByRole("cell").nth(2)).toHaveText("0");
  await page.goto(`${base}/overview`);
  const purchase = page.getByRole("region", { name: "Purchase", exact: true });
  await expect(purchase.getByText("2 conversions")).toBeVisible();
  await expect(purchase.getByText("€1,017.50", { exact: true })).toBeVisible();

  await stranger.goto(`${other.base}/data`);
  await expect(rejectedRow(stranger, "The revenue is no number").getByRole("cell").nth(2)).toHaveText("1");
  expect((await stranger.goto(`${base}/data`))?.status()).toBe(404);
  expect((await stranger.request.get(`${base}/data/stream`)).status()).toBe(404);
  await stranger.context().close();
});

test("a viewer sees what was rejected and cannot send it again, whatever the browser sends", async ({
  page,
  request,
  browser,
}) => {
  const owner = await ownerWithRejectedOrder(page, request);
  const viewer = await viewerOf(owner, browser);
  await viewer.goto(`${owner.base}/data`);
  await expect(rejectedRow(viewer, "The revenue is no number")).toHaveCount(1);
  await expect(viewer.getByText("Repairing needs the role admin.")).toBeVisible();
  await expect(viewer.getByRole("button", { name: "Fix and replay" })).toHaveCount(0);
  await viewer.goto(`${owner.base}/settings`);
  await expect(viewer.getByText("Changing it needs the role admin.")).toBeVisible();
  await expect(viewer.getByLabel("Own domains")).toBeDisabled();
  await expect(viewer.getByRole("button", { name: /Save|Add/ })).toHaveCount(0);

  await page.goto(`${owner.base}/data`);
  await page.getByRole("button", { name: "Fix and replay" }).click();
  const replaying = page.waitForRequest(
    (sent) => sent.method() === "POST" && (sent.postData() ?? "").includes('"after":null'),
  );
  const dialog = page.getByRole("dialog", { name: "The revenue is no number" });
  await dialog.getByRole("button", { name: "Replay 1 event" }).click();
  const replayed = await replaying;
  const { cookie: _, ...headers } = await replayed.allHeaders();
  const tried = await viewer.request.post(replayed.url(), {
    headers: Object.fromEntries(
      Object.entries(headers).filter(([name]) => !/^(:|content-length)/.test(name)),
    ),
    data: replayed.postData() ?? "",
  });
  expect(await tried.text()).toContain("This needs the role admin; yours is viewer.");
  await viewer.context().close();
});

test("the live stream shows events as they come in, and can be paused", async ({ page, request }) => {
  const { base } = await signUp(page);
  const key = await readWriteKey(page);
  await page.goto(`${base}/data`);
  await expect(page.getByRole("heading", { name: "Nothing has been sent yet" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Open the set-up" })).toHaveAttribute("href", `${base}/setup`);

  await send(request, key, [{ type: "track", event: "First Seen", anonymousId: "ada" }]);
  await page.reload();
  const stream = page.getByRole("region", { name: "Newest events" });
  await expect(stream.getByRole("listitem")).toHaveCount(1);
  await sendAny(request, key, [{ type: "track", event: "", anonymousId: "ada" }]);
  await expect(stream.getByRole("listitem").first()).toContainText("Rejected");
  await stream.getByRole("link", { name: "The event has no name" }).click();
  await expect(page).toHaveURL(/#reason-missing_event$/);

  await page.getByRole("button", { name: "Pause" }).click();
  await send(request, key, [{ type: "track", event: "While Paused", anonymousId: "ada" }]);
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(stream.getByRole("listitem").first()).toContainText("While Paused");
  await expect(stream.getByRole("listitem")).toHaveCount(3);
});

test("a secret key in a page is an alarm, and takes nothing in", async ({ page, request }) => {
  const { base } = await signUp(page);
  const secret = await makeSecretKey(page);
  const answer = await request.post("/v1/batch", {
    headers: { ...basic(secret), origin: "https://shop.example" },
    data: { batch: [order("ada", { revenue: 5 })] },
  });
  expect(answer.status()).toBe(403);
  const alarm = page.getByRole("alert").filter({ hasText: "A secret key was sent from a browser." });
  // Nobody waits for the count to be written.
  await expect(async () => {
    await page.goto(`${base}/data`);
    await expect(alarm.getByRole("link")).toHaveAttribute("href", `${base}/setup`, { timeout: 1_000 });
  }).toPass();
  await expect(page.getByText("In the last 24 hours nothing was received.")).toBeVisible();
});

test("settings are checked, saved and decide what is taken in", async ({ page, request }) => {
  const { base } = await signUp(page);
  const key = await readWriteKey(page);
  await page.getByRole("link", { name: "Settings" }).first().click();
  const domains = page.getByLabel("Own domains");
  await domains.fill("https://Shop.example/cart\nno domain");
  await page.getByLabel("Internal addresses").fill("203.0.113.0/24");
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(domains).toHaveAccessibleDescription(/“no” is no domain\./);
  await domains.fill("https://Shop.example/cart");
  await page.getByLabel("Internal addresses").fill("203.0.113.0/99");
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByLabel("Internal addresses")).toHaveAccessibleDescription(/no address or range/);
  await page.getByLabel("Internal addresses").fill("203.0.113.7");
  await page.getByLabel("Leave out those who did not agree").check();
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await expect(domains).toHaveValue("shop.example");
  await page.reload();
  await expect(page.getByLabel("Internal addresses")).toHaveValue("203.0.113.7/32");
  await expect(page.getByText("https://shop.example/?tributary=internal")).toBeVisible();

  const view = (host: string, context: object = {}) => ({
    ...{ type: "page", anonymousId: "ada", properties: { url: `https://${host}/` } },
    context,
  });
  const answer = await sendAny(request, key, [
    view("shop.example"),
    view("www.shop.example"),
    view("copycat.example"),
    view("shop.example", { cookieless: true }),
    view("shop.example", { internal: true }),
  ]);
  expect(answer).toMatchObject({ accepted: 2, ignored: 3, rejected: [] });
  await page.goto(`${base}/data`);
  const ignored = page.getByRole("region", { name: "Ignored and repaired" });
  for (const words of ["A page that is not yours", "The person did not consent", "Your own people"])
    await expect(ignored.getByRole("row").filter({ hasText: words }).getByRole("cell").nth(2)).toHaveText(
      "1 event",
    );
});

test("a secret for Shopify's webhooks is added, shown by its end only, and revoked", async ({ page }) => {
  const { base } = await signUp(page);
  await page.goto(`${base}/settings`);
  const shopify = page.getByRole("region", { name: "Shopify" });
  await expect(shopify.getByRole("code")).toHaveText(/^http:\/\/.+\/hooks\/shopify\/[0-9a-f-]{36}$/);
  await shopify.getByRole("button", { name: "Add secret" }).click();
  const asked = page.getByRole("dialog", { name: "Add a signing secret" });
  await asked.getByLabel("Signing secret").fill("too short");
  await asked.getByRole("button", { name: "Add secret" }).click();
  await expect(asked.getByLabel("Signing secret")).toHaveAccessibleDescription(/at least 16 characters/);
  await asked.getByLabel("Signing secret").fill("0123456789abcdef0123456789abWXYZ");
  await asked.getByRole("button", { name: "Add secret" }).click();
  await expect(shopify.getByText("…WXYZ")).toBeVisible();
  await expect(page.getByText("0123456789abcdef")).toHaveCount(0);
  await shopify.getByRole("button", { name: "Revoke the secret ending in WXYZ" }).click();
  await page.getByRole("button", { name: "Revoke secret" }).click();
  await expect(shopify.getByText("No secret yet")).toBeVisible();
});
