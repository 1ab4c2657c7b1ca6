/**
 * Requests that show what can be asked, in an order in which they work on a project with `examples/events.jsonl` and
 * `examples/shop.goals.json`. A test sends them all and keeps their answers in `example-answers.json`.
 */
export type Example = {
  /** Of the operation; with more words where there are several. */
  name: string;
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** As it is sent; `KEY_ID` is the key made before, `WRITE_KEY_ID` the site's. */
  path: string;
  body?: unknown;
};

const range = { from: "2026-11-02", to: "2026-11-03" };
const dayMs = 86_400_000;
const steps = [{ event: "Product Viewed" }, { goal: "add-to-cart" }, { goal: "purchase" }];

const reports: readonly Example[] = [
  {
    name: "askConversions",
    method: "POST",
    path: "/api/v1/reports/conversions",
    body: { ...range, goals: ["add-to-cart", "purchase"] },
  },
  {
    name: "askConversions as CSV",
    method: "POST",
    path: "/api/v1/reports/conversions?format=csv",
    body: { ...range, goals: ["purchase"], breakdown: { by: "device" } },
  },
  {
    name: "askFunnel",
    method: "POST",
    path: "/api/v1/reports/funnel",
    body: { ...range, windowMs: dayMs, steps },
  },
  {
    name: "askMatrix",
    method: "POST",
    path: "/api/v1/reports/matrix",
    body: { ...range, micros: ["add-to-cart"], macros: ["purchase"], windowMs: dayMs },
  },
  {
    name: "askHealth",
    method: "POST",
    path: "/api/v1/reports/health",
    body: { ...range, goals: ["add-to-cart", "purchase"], asOf: "2026-11-05T12:00:00Z" },
  },
  {
    name: "askAttribution",
    method: "POST",
    path: "/api/v1/reports/attribution",
    body: { ...range, goal: "purchase", model: "linear", models: ["last", "markov"], by: "source" },
  },
  {
    name: "askTimeseries",
    method: "POST",
    path: "/api/v1/reports/timeseries",
    body: {
      from: "2026-11-02",
      to: "2026-11-04",
      metrics: [
        { visitors: true },
        { goal: "purchase", count: "rate" },
        { goal: "purchase", count: "value" },
      ],
    },
  },
  {
    name: "askCompare",
    method: "POST",
    path: "/api/v1/reports/compare",
    body: {
      ...range,
      metric: { goal: "purchase" },
      segments: [
        { name: "Mobile", filter: { field: "device", op: "is", value: "mobile" } },
        { name: "Others", filter: { field: "device", op: "isNot", value: "mobile" } },
      ],
    },
  },
  {
    name: "askPaths",
    method: "POST",
    path: "/api/v1/reports/paths",
    body: { ...range, start: { event: "Product Viewed" }, depth: 3, limit: 3 },
  },
  {
    name: "askRetention",
    method: "POST",
    path: "/api/v1/reports/retention",
    body: {
      from: "2026-11-02",
      to: "2026-11-04",
      asOf: "2026-11-05T12:00:00Z",
      first: { event: "Product Viewed" },
      again: { goal: "purchase" },
      interval: "day",
      periods: 3,
    },
  },
  {
    name: "askDecomposition",
    method: "POST",
    path: "/api/v1/reports/decomposition",
    body: { ...range, macros: ["purchase"], steps: [{ goal: "add-to-cart" }], by: "device" },
  },
  {
    name: "askInsights",
    method: "POST",
    path: "/api/v1/reports/insights",
    body: { ...range, topics: ["checkout", "payment"] },
  },
  {
    name: "askPipeline",
    method: "POST",
    path: "/api/v1/reports/pipeline",
    body: { asOf: "2026-11-02T12:00:00Z", macro: "purchase", by: "utm.source", backTest: false },
  },
  {
    name: "askVisitors",
    method: "POST",
    path: "/api/v1/reports/visitors",
    body: { of: { funnel: { ...range, windowMs: dayMs, steps }, step: 3, kind: "reached" } },
  },
  {
    name: "askJourney",
    method: "POST",
    path: "/api/v1/reports/journey",
    body: { visitorId: "ada", limit: 1 },
  },
  { name: "readCatalog", method: "GET", path: "/api/v1/catalog?properties=false" },
  { name: "askCatalog", method: "POST", path: "/api/v1/reports/catalog", body: {} },
];

const goals: readonly Example[] = [
  { name: "listGoals", method: "GET", path: "/api/v1/goals?limit=1" },
  {
    name: "createGoal",
    method: "POST",
    path: "/api/v1/goals",
    body: {
      key: "big-order",
      name: "Big order",
      tier: "macro",
      stage: "sale",
      match: { event: "Order Completed", where: { field: "property.revenue", op: "gte", value: 100 } },
      counting: { key: "property.order_id" },
      value: { property: "property.revenue", currency: "property.currency" },
    },
  },
  { name: "readGoal", method: "GET", path: "/api/v1/goals/purchase" },
  {
    name: "changeGoal",
    method: "PATCH",
    path: "/api/v1/goals/big-order",
    body: { name: "Order of 100 or more" },
  },
  { name: "deleteGoal", method: "DELETE", path: "/api/v1/goals/big-order" },
];

const segments: readonly Example[] = [
  {
    name: "createSegment",
    method: "POST",
    path: "/api/v1/segments",
    body: {
      key: "mobile-browsers",
      name: "Mobile, looked and did not buy",
      filter: {
        and: [
          { field: "device", op: "is", value: "mobile" },
          { did: { event: "Product Viewed" }, atLeast: 3 },
          { not: { did: { goal: "purchase" }, withinMs: 30 * dayMs } },
        ],
      },
    },
  },
  { name: "listSegments", method: "GET", path: "/api/v1/segments" },
  { name: "readSegment", method: "GET", path: "/api/v1/segments/mobile-browsers" },
  {
    name: "changeSegment",
    method: "PATCH",
    path: "/api/v1/segments/mobile-browsers",
    body: { name: "Mobile browsers" },
  },
];

const funnels: readonly Example[] = [
  {
    name: "createFunnel",
    method: "POST",
    path: "/api/v1/funnels",
    body: { key: "to-purchase", name: "Product to purchase", question: { steps, windowMs: dayMs } },
  },
  { name: "listFunnels", method: "GET", path: "/api/v1/funnels" },
  { name: "readFunnel", method: "GET", path: "/api/v1/funnels/to-purchase" },
  {
    name: "changeFunnel",
    method: "PATCH",
    path: "/api/v1/funnels/to-purchase",
    body: { question: { steps, windowMs: dayMs, holdConstant: ["property.product_id"] } },
  },
  { name: "deleteFunnel", method: "DELETE", path: "/api/v1/funnels/to-purchase" },
  { name: "deleteSegment", method: "DELETE", path: "/api/v1/segments/mobile-browsers" },
];

const adjustments: readonly Example[] = [
  {
    name: "sendAdjustments",
    method: "POST",
    path: "/api/v1/adjustments",
    body: {
      adjustments: [
        {
          orderId: "1001",
          type: "refund",
          amountMinor: 1000,
          currency: "EUR",
          occurredAt: "2026-11-10T09:30:00Z",
          adjustmentId: "refund-1",
        },
        { orderId: "1002", type: "cancellation", occurredAt: "2026-11-10T09:30:00Z" },
      ],
    },
  },
  { name: "listAdjustments", method: "GET", path: "/api/v1/adjustments?orderId=1001" },
];

const brandCost = { day: "2026-11-02", source: "google", medium: "cpc", campaign: "brand", currency: "EUR" };

const costs: readonly Example[] = [
  {
    name: "sendCosts",
    method: "POST",
    path: "/api/v1/costs",
    body: {
      costs: [
        { ...brandCost, costMinor: 1250, clicks: 37, impressions: 412 },
        { ...brandCost, day: "2026-11-03", costMinor: 1180 },
      ],
    },
  },
  { name: "listCosts", method: "GET", path: "/api/v1/costs?from=2026-11-01&to=2026-12-01" },
  { name: "listCosts as CSV", method: "GET", path: "/api/v1/costs?format=csv" },
  {
    name: "deleteCosts",
    method: "DELETE",
    path: "/api/v1/costs?from=2026-11-03&to=2026-11-04&source=google",
  },
];

const keys: readonly Example[] = [
  {
    name: "createKey",
    method: "POST",
    path: "/api/v1/keys",
    body: { kind: "secret", name: "Nightly report", scopes: ["read"] },
  },
  { name: "listKeys", method: "GET", path: "/api/v1/keys" },
  { name: "readKey", method: "GET", path: "/api/v1/keys/KEY_ID" },
  {
    name: "changeKey",
    method: "PATCH",
    path: "/api/v1/keys/WRITE_KEY_ID",
    body: { allowedOrigins: ["https://shop.example"] },
  },
  { name: "rotateKey", method: "POST", path: "/api/v1/keys/KEY_ID/rotate", body: { days: 1 } },
  { name: "revokeKey", method: "DELETE", path: "/api/v1/keys/KEY_ID" },
];

const message = { anonymousId: "v-1", messageId: "m-1" };
const viewed = { event: "Product Viewed", ...message, properties: { product_id: "42", price: 19.9 } };

const events: readonly Example[] = [
  { name: "track", method: "POST", path: "/v1/track", body: viewed },
  {
    name: "page",
    method: "POST",
    path: "/v1/page",
    body: {
      anonymousId: "v-1",
      context: { page: { url: "https://shop.example/p/42", title: "Rain jacket" } },
    },
  },
  { name: "screen", method: "POST", path: "/v1/screen", body: { anonymousId: "v-1", name: "Product" } },
  {
    name: "identify",
    method: "POST",
    path: "/v1/identify",
    body: { anonymousId: "v-1", userId: "u-7", traits: { plan: "pro" } },
  },
  { name: "group", method: "POST", path: "/v1/group", body: { userId: "u-7", groupId: "g-1" } },
  { name: "alias", method: "POST", path: "/v1/alias", body: { userId: "u-7", previousId: "u-6" } },
  {
    name: "batch",
    method: "POST",
    path: "/v1/batch",
    body: {
      batch: [
        { type: "track", ...viewed },
        { type: "track", anonymousId: "v-1", messageId: "m-2" },
        { type: "track", event: "Product Added", anonymousId: "v-1", messageId: "m-3" },
      ],
    },
  },
];

export const examples: readonly Example[] = [
  ...reports,
  ...goals,
  ...segments,
  ...funnels,
  ...adjustments,
  ...costs,
  ...keys,
  ...events,
];

/** The examples of an operation. */
export const examplesOf = (operation: string): Example[] =>
  examples.filter(({ name }) => name === operation || name.startsWith(`${operation} `));
