export const websiteSnippet = (origin: string, writeKey: string): string =>
  `<script defer src="${origin}/t.js" data-key="${writeKey}"></script>`;

export const trackSnippet = (currency: string): string =>
  `tributary.track("Product Added", {
  product_id: "shoe-42",
  price: 59.9,
  currency: "${currency}",
});`;

export const nodeSnippet = (origin: string, currency: string): string =>
  `import { Analytics } from "@segment/analytics-node";

const analytics = new Analytics({ writeKey: process.env.TRIBUTARY_KEY, host: "${origin}" });

analytics.track({
  userId: "customer-17",
  event: "Order Completed",
  properties: { order_id: "1042", revenue: 59.9, currency: "${currency}" },
});`;

export const curlSnippet = (origin: string): string =>
  `curl ${origin}/v1/track \\
  -u "$TRIBUTARY_KEY:" \\
  -H 'content-type: application/json' \\
  -d '{"event": "Product Viewed", "anonymousId": "trying-it-out"}'`;

export const importSnippet = (projectId: string): string =>
  `npm run cli -- import events.jsonl --project ${projectId}`;

export const importMapSnippet = (projectId: string): string =>
  `npm run cli -- import orders.csv --map map.json --project ${projectId}`;

export const importLine = (currency: string): string =>
  JSON.stringify({
    type: "track",
    event: "Order Completed",
    messageId: "order-1042",
    userId: "customer-17",
    timestamp: "2026-05-04T10:15:00Z",
    properties: { order_id: "1042", revenue: 59.9, currency },
  });
