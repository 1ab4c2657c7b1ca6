import { asObject, type JsonObject } from "../draft";

const objectsIn = (list: unknown): JsonObject[] =>
  Array.isArray(list) ? list.map(asObject).filter((one) => one !== undefined) : [];

/** An id as text; Shopify writes most of them as numbers. */
export const idOf = (value: unknown): string | undefined =>
  typeof value === "number" || (typeof value === "string" && value !== "") ? String(value) : undefined;

/** Where a shop's pages leave the visitor's id for its server: attributes of the cart. */
const idAttributes = new Set(["tributary_id", "_tb"]);

export const anonymousIdOf = (body: JsonObject): string | undefined =>
  objectsIn(body.note_attributes)
    .filter(({ name }) => typeof name === "string" && idAttributes.has(name))
    .map(({ value }) => idOf(value))
    .find((id) => id !== undefined);

/** What was bought, line by line. Prices are decimal texts, as Shopify writes them. */
export const linesOf = (body: JsonObject): JsonObject[] =>
  objectsIn(body.line_items).map((line) => ({
    product_id: idOf(line.product_id),
    variant_id: idOf(line.variant_id),
    sku: line.sku,
    name: line.title,
    variant: line.variant_title,
    brand: line.vendor,
    price: line.price,
    quantity: line.quantity,
  }));

/** An order as properties of `Order Completed`. Money is decimal text of the shop's currency. */
export const orderOf = (order: JsonObject): JsonObject => {
  const coupons = objectsIn(order.discount_codes).flatMap(({ code }) => idOf(code) ?? []);
  return {
    order_id: idOf(order.id),
    order_name: order.name,
    // What was ordered: refunds are events of their own, and the current total has them taken off already.
    revenue: order.total_price ?? order.current_total_price,
    currency: order.currency,
    subtotal: order.subtotal_price,
    discount: order.total_discounts,
    tax: order.total_tax,
    shipping: asObject(asObject(order.total_shipping_price_set)?.shop_money)?.amount,
    ...(coupons.length > 0 ? { coupon: coupons[0], coupons } : {}),
    payment_methods: order.payment_gateway_names,
    products: linesOf(order),
  };
};

const decimal = /^\d{1,12}(\.\d{1,6})?$/;
const micro = (amount: string): bigint => {
  const [whole = "", decimals = ""] = amount.split(".");
  return BigInt(whole + decimals.padEnd(6, "0"));
};

/**
 * What a refund gives back: the sum of its payments, exactly, without those that failed; undefined when it moves no
 * money.
 */
export const refundedOf = (refund: JsonObject): { revenue: string; currency: unknown } | undefined => {
  const payments = objectsIn(refund.transactions).filter(
    ({ kind, status }) => kind === "refund" && status !== "failure" && status !== "error",
  );
  let sum = 0n;
  for (const { amount } of payments)
    if (typeof amount === "string" && decimal.test(amount)) sum += micro(amount);
  if (sum === 0n) return undefined;
  const digits = String(sum).padStart(7, "0");
  const decimals = digits.slice(-6).replace(/0+$/, "");
  return {
    revenue: decimals === "" ? digits.slice(0, -6) : `${digits.slice(0, -6)}.${decimals}`,
    currency: payments[0]?.currency,
  };
};
