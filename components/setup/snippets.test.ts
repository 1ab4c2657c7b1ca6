import { expect, it } from "vitest";
import { curlSnippet, importLine, importSnippet, nodeSnippet, websiteSnippet } from "./snippets";

const origin = "https://stats.acme.example";

it("states the website's line with the address and the write key", () => {
  expect(websiteSnippet(origin, "tb_pk_1")).toBe(
    '<script defer src="https://stats.acme.example/t.js" data-key="tb_pk_1"></script>',
  );
});

it("keeps secret keys out of what is pasted into code and shells", () => {
  expect(curlSnippet(origin)).toBe(
    [
      "curl https://stats.acme.example/v1/track \\",
      '  -u "$TRIBUTARY_KEY:" \\',
      "  -H 'content-type: application/json' \\",
      `  -d '{"event": "Product Viewed", "anonymousId": "trying-it-out"}'`,
    ].join("\n"),
  );
  expect(nodeSnippet(origin, "EUR")).toContain(
    'new Analytics({ writeKey: process.env.TRIBUTARY_KEY, host: "https://stats.acme.example" })',
  );
});

it("shows an import that its own line fits", () => {
  expect(importSnippet("p1")).toBe("npm run cli -- import events.jsonl --project p1");
  expect(JSON.parse(importLine("EUR"))).toMatchObject({
    type: "track",
    event: "Order Completed",
    messageId: "order-1042",
    properties: { currency: "EUR" },
  });
});
