import { createHmac } from "node:crypto";
import { type APIRequestContext, expect, test } from "@playwright/test";
import { runCommand } from "./command-line";
import { send } from "./http";
import { givenProject, secondsIn, whatArrived } from "./sdk-project";

const shopSecret = "shpss_0123456789abcdef0123456789abcdef";

const order = (id: number, more: object = {}) => ({
  id,
  name: `#${id}`,
  email: "ada@shop.example",
  created_at: secondsIn(10).toISOString(),
  processed_at: secondsIn(10).toISOString(),
  financial_status: "paid",
  currency: "EUR",
  total_price: "59.70",
  line_items: [{ product_id: 632910392, sku: "TEA-1", title: "Tea", price: "59.70", quantity: 1 }],
  ...more,
});

/** Posts a webhook as a shop does: signed over the very bytes of the body. */
const post = async (
  request: APIRequestContext,
  {
    projectId,
    topic,
    body,
    secret = shopSecret,
  }: { projectId: string; topic: string; body: object; secret?: string },
) => {
  const data = JSON.stringify(body, null, 1);
  const answer = await request.post(`/hooks/shopify/${projectId}`, {
    headers: {
      "content-type": "application/json",
      "x-shopify-topic": topic,
      "x-shopify-webhook-id": crypto.randomUUID(),
      "x-shopify-hmac-sha256": createHmac("sha256", secret).update(data).digest("base64"),
    },
    data,
  });
  const { accepted, duplicates } = (await answer.json()) as { accepted?: number; duplicates?: number };
  return { status: answer.status(), accepted, duplicates };
};

test("Shopify's webhooks: an order counts once, however often it is told, and belongs to the visitor of the pages", async ({
  request,
}) => {
  const keys = await givenProject();
  const { projectId } = keys;
  await runCommand("webhook", "add", "--project", projectId, "--secret", shopSecret);
  const stored = { status: 200, accepted: 1, duplicates: 0 };
  const known = { status: 200, accepted: 0, duplicates: 1 };
  const nothing = { status: 200, accepted: 0, duplicates: 0 };

  const bought = order(1001, { note_attributes: [{ name: "_tb", value: "browser-of-ada" }] });
  expect(await post(request, { projectId, topic: "orders/create", body: bought })).toEqual(stored);
  expect(await post(request, { projectId, topic: "orders/create", body: bought })).toEqual(known);
  expect(await post(request, { projectId, topic: "orders/paid", body: bought })).toEqual(known);

  // Nobody is named: an event of the pages with the same order id says who it was, also when it comes later.
  expect(await post(request, { projectId, topic: "orders/paid", body: order(1002) })).toEqual(stored);
  const onPage = (anonymousId: string, event: string, second: number, properties = {}) => {
    return { type: "track", event, anonymousId, timestamp: secondsIn(second).toISOString(), properties };
  };
  await send(request, keys.writeKey, [
    onPage("browser-of-ada", "Product Viewed", 1),
    onPage("browser-of-ada", "Product Added", 2),
    onPage("browser-of-ben", "Product Viewed", 3),
    onPage("browser-of-ben", "Product Added", 4),
    onPage("browser-of-ben", "Order Placed", 5, { order_id: "1002" }),
  ]);
  const pending = order(1003, { financial_status: "pending" });
  expect(await post(request, { projectId, topic: "orders/create", body: pending })).toEqual(nothing);
  expect(await post(request, { projectId, topic: "carts/update", body: { token: "c" } })).toEqual(nothing);

  const events = { "Product Viewed": 2, "Product Added": 2, "Order Placed": 1, "Order Completed": 2 };
  expect(await whatArrived(request, keys)).toEqual({
    events,
    visitors: 2,
    purchases: { conversions: 2, converters: 2, value: [{ currency: "EUR", minor: 11_940 }] },
    funnel: [2, 2, 2],
  });

  const refund = {
    id: 7,
    order_id: 1002,
    created_at: secondsIn(20).toISOString(),
    transactions: [{ kind: "refund", status: "success", amount: "9.70", currency: "EUR" }],
  };
  expect(await post(request, { projectId, topic: "refunds/create", body: refund })).toEqual(stored);
  expect(await post(request, { projectId, topic: "orders/cancelled", body: bought })).toEqual(stored);
  expect(await post(request, { projectId, topic: "orders/cancelled", body: bought })).toEqual(known);
  expect((await whatArrived(request, keys)).events).toEqual({
    ...events,
    "Order Refunded": 1,
    "Order Cancelled": 1,
  });
});

test("Shopify's webhooks: only what a secret of this project signed is taken, two during a rotation", async ({
  request,
}) => {
  const keys = await givenProject();
  const { projectId } = keys;
  for (const secret of [shopSecret, `${shopSecret}-new`])
    await runCommand("webhook", "add", "--project", projectId, "--secret", secret);
  const outcome = async (secret: string) =>
    (await post(request, { projectId, topic: "orders/paid", body: order(1001), secret })).status;
  expect(await outcome(`${shopSecret}-other`)).toBe(401);
  expect((await whatArrived(request, keys)).events).toEqual({});
  expect(await outcome(shopSecret)).toBe(200);
  expect(await outcome(`${shopSecret}-new`)).toBe(200);
  const nobodys = { projectId: crypto.randomUUID(), topic: "orders/paid", body: order(1001) };
  expect(await post(request, nobodys)).toMatchObject({ status: 401 });
  expect((await whatArrived(request, keys)).events).toEqual({ "Order Completed": 1 });
});
