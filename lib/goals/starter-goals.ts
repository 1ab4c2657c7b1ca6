import type { Goal } from "./definition";

/** What a new project begins with; every rule uses the field's standard event names. */
export const starterGoals: readonly Goal[] = [
  {
    key: "product-viewed",
    name: "Product viewed",
    tier: "micro",
    stage: "engagement",
    match: { event: "Product Viewed" },
    counting: "every",
    value: { none: true },
  },
  {
    key: "add-to-cart",
    name: "Added to cart",
    tier: "micro",
    stage: "cart",
    match: { event: "Product Added" },
    counting: "every",
    value: { none: true },
  },
  {
    key: "checkout-started",
    name: "Checkout started",
    tier: "micro",
    stage: "cart",
    match: { event: "Checkout Started" },
    counting: "session",
    value: { none: true },
  },
  {
    key: "purchase",
    name: "Purchase",
    tier: "macro",
    stage: "sale",
    match: { event: "Order Completed" },
    counting: { key: "property.order_id" },
    value: { property: "property.revenue", currency: "property.currency" },
  },
];
