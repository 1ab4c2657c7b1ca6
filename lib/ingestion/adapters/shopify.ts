import { createHmac, timingSafeEqual } from "node:crypto";
import { asObject, type JsonObject } from "../draft";
import { anonymousIdOf, idOf, linesOf, orderOf, refundedOf } from "./shopify-order";

/**
 * Which of these secrets signed the body, as an index; -1 when none did. During a rotation the old one and the new one
 * are both right. Every secret is tried, so the time tells nothing.
 */
export const isShopifySignature = (
  rawBody: Uint8Array,
  header: string | null,
  secrets: readonly string[],
): number => {
  const given = Buffer.from(header ?? "", "base64");
  let signer = -1;
  for (const [index, secret] of secrets.entries()) {
    const right = createHmac("sha256", secret).update(rawBody).digest();
    if (given.length === right.length && timingSafeEqual(given, right) && signer < 0) signer = index;
  }
  return signer;
};

type Naming = { event: string; messageId: string | undefined; timestamp: unknown; properties: JsonObject };

/** What all events of a shop's server have in common: who, and that nobody was looking at a page. */
const messageOf = (body: JsonObject, { event, messageId, timestamp, properties }: Naming): JsonObject => {
  const customer = idOf(asObject(body.customer)?.id);
  const address = asObject(body.shipping_address) ?? asObject(body.billing_address);
  return {
    type: "track",
    event,
    messageId,
    timestamp,
    userId: customer === undefined ? undefined : `shopify:${customer}`,
    anonymousId: anonymousIdOf(body),
    properties,
    context: {
      passive: true,
      internal: body.test === true ? true : undefined,
      userAgent: asObject(body.client_details)?.user_agent,
      country: address?.country_code,
      locale: body.customer_locale,
    },
  };
};

/** A natural id makes both topics of an order, and every delivery of a webhook, one event. */
const naturalId = (what: string, id: unknown, end: string, webhookId: string | null): string | undefined => {
  const known = idOf(id);
  if (known !== undefined) return `shopify:${what}:${known}${end}`;
  return webhookId === null ? undefined : `shopify:webhook:${webhookId}`;
};

/**
 * The events in a webhook of a shop; none for topics that say nothing about a conversion. E-mail addresses, names and
 * IP addresses stay out.
 */
export const readShopify = (topic: string, webhookId: string | null, body: unknown): JsonObject[] => {
  const given = asObject(body);
  if (!given) return [];
  switch (topic) {
    case "orders/create":
      // An order that is paid later comes again as orders/paid.
      if (given.financial_status !== "paid") return [];
      return [orderCompleted(given, webhookId)];
    case "orders/paid":
      return [orderCompleted(given, webhookId)];
    case "orders/cancelled":
      return [orderCancelled(given, webhookId)];
    case "refunds/create":
      return orderRefunded(given, webhookId);
    case "checkouts/create":
      return [checkoutStarted(given, webhookId)];
    default:
      return [];
  }
};

const orderCompleted = (order: JsonObject, webhookId: string | null): JsonObject =>
  messageOf(order, {
    event: "Order Completed",
    messageId: naturalId("order", order.id, ":completed", webhookId),
    timestamp: order.processed_at ?? order.created_at,
    properties: orderOf(order),
  });

const orderCancelled = (order: JsonObject, webhookId: string | null): JsonObject =>
  messageOf(order, {
    event: "Order Cancelled",
    messageId: naturalId("order", order.id, ":cancelled", webhookId),
    timestamp: order.cancelled_at ?? order.updated_at,
    properties: {
      order_id: idOf(order.id),
      order_name: order.name,
      reason: order.cancel_reason,
      currency: order.currency,
    },
  });

/** A refund that only puts goods back on the shelf moves no money. */
const orderRefunded = (refund: JsonObject, webhookId: string | null): JsonObject[] => {
  const amount = refundedOf(refund);
  if (amount === undefined) return [];
  return [
    messageOf(refund, {
      event: "Order Refunded",
      messageId: naturalId("refund", refund.id, "", webhookId),
      timestamp: refund.processed_at ?? refund.created_at,
      properties: { order_id: idOf(refund.order_id), ...amount },
    }),
  ];
};

const checkoutStarted = (checkout: JsonObject, webhookId: string | null): JsonObject =>
  messageOf(checkout, {
    event: "Checkout Started",
    messageId: naturalId("checkout", checkout.token ?? checkout.id, ":started", webhookId),
    timestamp: checkout.created_at,
    properties: {
      checkout_id: idOf(checkout.token ?? checkout.id),
      value: checkout.total_price,
      currency: checkout.currency,
      products: linesOf(checkout),
    },
  });
