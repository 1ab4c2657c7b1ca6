import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { isShopifySignature, readShopify } from "./shopify";

/** What a shop posts, shortened to what matters and what must not get in. */
const order = {
  id: 450789469,
  name: "#1001",
  email: "ada@shop.example",
  phone: "+49 1",
  browser_ip: "203.0.113.7",
  client_details: { user_agent: "Mozilla/5.0 (X11; Linux x86_64) Chrome/140", browser_ip: "203.0.113.7" },
  customer: { id: 207119551, email: "ada@shop.example", first_name: "Ada" },
  customer_locale: "de-DE",
  shipping_address: { country_code: "DE", name: "Ada Lovelace", address1: "Street 1" },
  note_attributes: [
    { name: "gift", value: "yes" },
    { name: "_tb", value: "visitor-1" },
  ],
  created_at: "2026-11-10T11:59:00+01:00",
  processed_at: "2026-11-10T12:00:00+01:00",
  financial_status: "paid",
  currency: "EUR",
  total_price: "134.90",
  current_total_price: "100.00",
  subtotal_price: "120.00",
  total_discounts: "10.00",
  total_tax: "21.54",
  total_shipping_price_set: { shop_money: { amount: "4.90", currency_code: "EUR" } },
  discount_codes: [{ code: "AUTUMN", amount: "10.00", type: "fixed_amount" }],
  payment_gateway_names: ["shopify_payments"],
  line_items: [
    {
      product_id: 632910392,
      variant_id: 808950810,
      sku: "TEA-1",
      title: "Tea",
      variant_title: "Green",
      vendor: "Leaf",
      price: "65.00",
      quantity: 2,
    },
  ],
};
const context = {
  passive: true,
  userAgent: order.client_details.user_agent,
  country: "DE",
  locale: "de-DE",
};
const completed = {
  type: "track",
  event: "Order Completed",
  messageId: "shopify:order:450789469:completed",
  timestamp: order.processed_at,
  userId: "shopify:207119551",
  anonymousId: "visitor-1",
  properties: {
    order_id: "450789469",
    order_name: "#1001",
    revenue: "134.90",
    currency: "EUR",
    subtotal: "120.00",
    discount: "10.00",
    tax: "21.54",
    shipping: "4.90",
    coupon: "AUTUMN",
    coupons: ["AUTUMN"],
    payment_methods: ["shopify_payments"],
    products: [
      {
        product_id: "632910392",
        variant_id: "808950810",
        sku: "TEA-1",
        name: "Tea",
        variant: "Green",
        brand: "Leaf",
        price: "65.00",
        quantity: 2,
      },
    ],
  },
  context,
};

describe("a paid order", () => {
  it("is one Order Completed with one id, whichever topic and delivery tells it", () => {
    expect(readShopify("orders/paid", "w-1", order)).toEqual([completed]);
    expect(readShopify("orders/create", "w-2", order)).toEqual([completed]);
  });

  it("says nothing of e-mail, name, address and IP", () => {
    const text = JSON.stringify(readShopify("orders/paid", null, order));
    for (const secret of ["ada@", "Ada", "203.0.113", "Street", "+49"]) expect(text).not.toContain(secret);
  });

  it("waits for the payment", () => {
    expect(readShopify("orders/create", "w-1", { ...order, financial_status: "pending" })).toEqual([]);
  });

  it("names nobody when the shop knows nobody, and joins by its order id", () => {
    const { customer, note_attributes, ...guest } = order;
    const [message] = readShopify("orders/paid", "w-1", guest);
    expect(message).toMatchObject({ userId: undefined, anonymousId: undefined });
    expect(message).toMatchObject({ properties: { order_id: "450789469" } });
  });

  it("of a test is marked as internal", () => {
    expect(readShopify("orders/paid", "w-1", { ...order, test: true })).toMatchObject([
      { context: { internal: true } },
    ]);
  });

  it("without an id is told apart by its delivery", () => {
    const { id, ...nameless } = order;
    expect(readShopify("orders/paid", "w-1", nameless)).toMatchObject([{ messageId: "shopify:webhook:w-1" }]);
  });
});

describe("what follows an order", () => {
  it("is its cancellation", () => {
    const cancelled = { ...order, cancelled_at: "2026-11-11T09:00:00+01:00", cancel_reason: "customer" };
    expect(readShopify("orders/cancelled", "w-1", cancelled)).toMatchObject([
      {
        event: "Order Cancelled",
        messageId: "shopify:order:450789469:cancelled",
        timestamp: cancelled.cancelled_at,
        userId: "shopify:207119551",
        properties: { order_id: "450789469", order_name: "#1001", reason: "customer", currency: "EUR" },
      },
    ]);
  });

  const refund = {
    id: 509562969,
    order_id: 450789469,
    created_at: "2026-11-12T09:00:00+01:00",
    processed_at: "2026-11-12T09:00:01+01:00",
    transactions: [
      { kind: "refund", status: "success", amount: "0.10", currency: "EUR" },
      { kind: "refund", status: "success", amount: "0.20", currency: "EUR" },
      { kind: "refund", status: "failure", amount: "50.00", currency: "EUR" },
      { kind: "sale", status: "success", amount: "134.90", currency: "EUR" },
    ],
  };

  it("is a refund of exactly what was paid back", () => {
    expect(readShopify("refunds/create", "w-1", refund)).toMatchObject([
      {
        event: "Order Refunded",
        messageId: "shopify:refund:509562969",
        timestamp: refund.processed_at,
        properties: { order_id: "450789469", revenue: "0.3", currency: "EUR" },
      },
    ]);
  });

  it.each([
    [["12.00"], "12"],
    [["999999999999.99", "0.01"], "1000000000000"],
    [["1", "0.000001"], "1.000001"],
    [["19.99", "12,00"], "19.99"],
  ])("adds %j up to %s", (amounts, revenue) => {
    const transactions = amounts.map((amount) => ({ kind: "refund", status: "success", amount }));
    expect(readShopify("refunds/create", "w-1", { ...refund, transactions })).toMatchObject([
      { properties: { revenue } },
    ]);
  });

  it("is nothing when goods come back without money", () => {
    expect(readShopify("refunds/create", "w-1", { ...refund, transactions: [] })).toEqual([]);
  });
});

it("a checkout is Checkout Started, once", () => {
  const { id, ...checkout } = { ...order, token: "b490a9" };
  expect(readShopify("checkouts/create", "w-1", checkout)).toMatchObject([
    {
      event: "Checkout Started",
      messageId: "shopify:checkout:b490a9:started",
      timestamp: order.created_at,
      anonymousId: "visitor-1",
      properties: { checkout_id: "b490a9", value: "134.90", currency: "EUR" },
    },
  ]);
});

it.each([
  ["carts/update", order],
  ["products/update", order],
  ["orders/paid", null],
  ["orders/paid", []],
  ["orders/paid", "text"],
])("%s with %j says nothing about a conversion", (topic, body) => {
  expect(readShopify(topic, "w-1", body)).toEqual([]);
});

describe("a signature", () => {
  const body = Buffer.from('{"id":1}');
  const sign = (secret: string) => createHmac("sha256", secret).update(body).digest("base64");

  it("tells which secret made it, so that two may hold during a rotation", () => {
    expect(isShopifySignature(body, sign("old"), ["new", "old"])).toBe(1);
    expect(isShopifySignature(body, sign("new"), ["new", "old"])).toBe(0);
  });

  it("is nobody's when it is missing, of another secret, of another body, or cut", () => {
    expect(isShopifySignature(body, null, ["new"])).toBe(-1);
    expect(isShopifySignature(body, "", [])).toBe(-1);
    expect(isShopifySignature(body, sign("other"), ["new"])).toBe(-1);
    expect(isShopifySignature(Buffer.from('{"id":2}'), sign("new"), ["new"])).toBe(-1);
    expect(isShopifySignature(body, sign("new").slice(0, 20), ["new"])).toBe(-1);
  });
});
