import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mintProjectScope } from "@/db/scope";
import type { Draft, Receipt, Rejection } from "./draft";
import { prepare } from "./prepare";

const receivedAt = Date.parse("2026-11-10T12:00:00Z");
const receipt: Receipt = {
  scope: mintProjectScope("org", "project"),
  source: "secret",
  receivedAt,
  sentAt: null,
  userAgent: null,
};
const viewed = { type: "track", event: "Product Viewed", anonymousId: "ada", messageId: "m1" };

const accepted = (raw: unknown, about: Partial<Receipt> = {}): Draft => {
  const { drafts, rejected } = prepare([raw], { ...receipt, ...about });
  const [draft] = drafts;
  if (!draft) throw new Error(`Rejected: ${JSON.stringify(rejected)}`);
  return draft;
};

const refused = (raw: unknown, about: Partial<Receipt> = {}): Rejection => {
  const { rejected } = prepare([raw], { ...receipt, ...about });
  const [rejection] = rejected;
  if (!rejection) throw new Error("It was accepted.");
  return rejection;
};

const nested = (depth: number): object => {
  let value: object = {};
  for (let level = 1; level < depth; level++) value = { a: value };
  return value;
};

const listOf = (depth: number): unknown => JSON.parse("[".repeat(depth) + "]".repeat(depth));

/** One of each kind of event that cannot be stored: code, path, and the event. */
const bad: [code: string, path: string, raw: unknown][] = [
  ["not_an_object", "", null],
  ["not_an_object", "", ["track"]],
  ["not_an_object", "", "track"],
  ["unknown_type", "type", { ...viewed, type: "purchase" }],
  ["unknown_type", "type", { anonymousId: "ada" }],
  ["unknown_type", "type", { ...viewed, type: listOf(5_000) }],
  ["missing_event", "event", { ...viewed, event: undefined }],
  ["missing_event", "event", { ...viewed, event: "  " }],
  ["missing_event", "event", { ...viewed, event: 7 }],
  ["missing_event", "event", { ...viewed, event: listOf(5_000) }],
  ["name_too_long", "event", { ...viewed, event: "x".repeat(201) }],
  ["invalid_message_id", "messageId", { ...viewed, messageId: 7 }],
  ["id_too_long", "messageId", { ...viewed, messageId: "m".repeat(5_000) }],
  ["id_too_long", "anonymousId", { ...viewed, anonymousId: "a".repeat(256) }],
  ["id_too_long", "userId", { ...viewed, userId: "u".repeat(256) }],
  ["invalid_id", "userId", { ...viewed, userId: true }],
  ["invalid_id", "userId", { ...viewed, userId: { id: 1 } }],
  ["invalid_id", "anonymousId", { ...viewed, anonymousId: ["ada"] }],
  ["unsafe_integer", "userId", { ...viewed, userId: 9_007_199_254_740_992 }],
  ["missing_identity", "anonymousId", { type: "track", event: "Product Viewed" }],
  ["missing_identity", "anonymousId", { ...viewed, anonymousId: "null", userId: "" }],
  ["missing_identity", "previousId", { type: "alias", userId: "u1" }],
  ["missing_identity", "userId", { type: "alias", previousId: "u0" }],
  ["invalid_properties", "properties", { ...viewed, properties: [1] }],
  ["invalid_properties", "properties", { ...viewed, properties: "a=1" }],
  ["invalid_properties", "traits", { type: "identify", userId: "u1", traits: 7 }],
  ["too_deep", "properties", { ...viewed, properties: nested(21) }],
  ["too_deep", "properties", { ...viewed, properties: { list: listOf(5_000) } }],
  [
    "too_many_keys",
    "properties",
    { ...viewed, properties: Object.fromEntries(Array.from({ length: 501 }, (_, n) => [n, n])) },
  ],
  ["event_too_large", "properties", { ...viewed, properties: { list: Array(40_000).fill(1) } }],
];

describe("an event that cannot be stored", () => {
  it.each(bad)("is explained with %s at %j", (code, path, raw) => {
    const rejection = refused(raw);
    expect(rejection).toMatchObject({ index: 0, code, path });
    expect(rejection.message).toMatch(/^[A-Z].{10,200}\.$/);
  });

  it("keeps no other event of its batch out, and is found by its place and its id", () => {
    const messages = bad.flatMap(([, , raw], n) => [raw, { ...viewed, messageId: `good ${n}` }]);
    const { drafts, rejected, ignored } = prepare(messages, receipt);
    expect(drafts.map(({ messageId }) => messageId)).toEqual(bad.map((_, n) => `good ${n}`));
    expect(rejected.map(({ index, code }) => [index, code])).toEqual(bad.map(([code], n) => [2 * n, code]));
    expect(ignored).toBe(0);
    expect(rejected[3]?.messageId).toBe("m1");
  });

  it("in a file must say when it happened", () => {
    for (const timestamp of [undefined, "yesterday", listOf(5_000), 0])
      expect(refused({ ...viewed, timestamp }, { source: "import" })).toMatchObject({
        code: "bad_timestamp",
        path: "timestamp",
      });
  });
});

describe("whatever arrives", () => {
  const json = fc.jsonValue({ maxDepth: 6 });
  const message = fc.record(
    {
      type: fc.oneof(fc.constantFrom("track", "page", "screen", "identify", "alias", "group"), json),
      event: fc.oneof(fc.string({ unit: "binary" }), json),
      userId: fc.oneof(fc.string({ unit: "binary" }), json),
      anonymousId: fc.oneof(fc.string({ unit: "binary" }), json),
      previousId: json,
      messageId: fc.oneof(fc.string({ unit: "binary" }), json),
      timestamp: json,
      properties: json,
      traits: json,
      context: fc.oneof(
        fc.record({ page: json, campaign: json, userAgent: json, locale: json, sessionId: json }),
        json,
      ),
    },
    { requiredKeys: [] },
  );

  it("adds up: every message is stored, ignored or explained, and what is stored fits the log", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(message, json), { maxLength: 20 }), (messages) => {
        const { drafts, ignored, rejected } = prepare(messages, receipt);
        expect(drafts.length + ignored + rejected.length).toBe(messages.length);
        for (const { raw, ...draft } of drafts) {
          const texts = Object.values(draft).filter((value) => typeof value === "string");
          for (const text of texts) expect(text.isWellFormed() && !text.includes("\u0000")).toBe(true);
          expect(draft.propertiesText).not.toContain("\\u0000");
          expect(draft.occurredAt).toBeGreaterThan(0);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("text that Postgres cannot store", () => {
  it("loses NUL characters and half characters, in values and in keys", () => {
    const draft = accepted({
      ...viewed,
      event: "Product\u0000 Viewed",
      anonymousId: "a\u0000da",
      properties: { "na\u0000me": "Te\u0000a", "half\ud800": "\udc00cup", list: ["\u0000"] },
      context: { page: { url: "https://shop.example/p", title: "T\u0000ea \ud83d" } },
    });
    expect(draft).toMatchObject({
      name: "Product Viewed",
      anonymousKey: "a:ada",
      title: "Tea \ufffd",
      properties: { name: "Tea", "half\ufffd": "\ufffdcup", list: [""] },
    });
    expect(JSON.parse(draft.propertiesText)).toEqual(draft.properties);
  });

  it("keeps emoji, markup and formulas as they are: they are only text", () => {
    const text = '👩‍👩‍👧 <script>alert("1")</script> =cmd()|A1';
    expect(accepted({ ...viewed, event: text, properties: { text } })).toMatchObject({
      name: text,
      properties: { text },
    });
  });

  it("drops keys that reach into prototypes, also when they hide behind a NUL", () => {
    const properties = JSON.parse(
      '{"__proto__":{"admin":true},"__pro\\u0000to__":{"admin":true},"constructor":1,"prototype":2,"a":{"__proto__":{"b":1},"c":3}}',
    );
    const draft = accepted({ ...viewed, properties });
    expect(draft.propertiesText).toBe('{"a":{"c":3}}');
    expect(Object.getPrototypeOf(draft.properties)).toBe(Object.prototype);
  });

  it("makes numbers that are none null", () => {
    expect(accepted({ ...viewed, properties: JSON.parse('{"n":1e400,"m":-1e400}') }).propertiesText).toBe(
      '{"n":null,"m":null}',
    );
  });
});

describe("within the limits", () => {
  it("takes 20 levels, 500 keys and a name of 200 characters", () => {
    accepted({ ...viewed, properties: nested(20) });
    accepted({
      ...viewed,
      properties: Object.fromEntries(Array.from({ length: 500 }, (_, n) => [n, n])),
    });
    expect(accepted({ ...viewed, event: "x".repeat(200) }).name).toHaveLength(200);
  });

  it("cuts a text at 8,192 characters, with a mark, and a key at 200", () => {
    const { properties } = accepted({
      ...viewed,
      properties: { text: "x".repeat(10_000), ["k".repeat(300)]: 1 },
    });
    expect(properties).toEqual({ text: `${"x".repeat(8_191)}…`, ["k".repeat(200)]: 1 });
  });
});

describe("who did it", () => {
  it.each([
    "",
    " ",
    "null",
    "NULL",
    "undefined",
    "anonymous",
    "0",
    "-1",
    "NaN",
    "none",
    "[object Object]",
    0,
    -1,
  ])("is not %j: the event is stored without that id", (userId) => {
    expect(accepted({ ...viewed, userId })).toMatchObject({ userKey: null, anonymousKey: "a:ada" });
    expect(accepted({ ...viewed, userId: "u1", anonymousId: userId })).toMatchObject({
      userKey: "u:u1",
      anonymousKey: null,
    });
  });

  it("may be a number, which is its digits", () => {
    expect(accepted({ ...viewed, userId: 42 }).userKey).toBe("u:42");
    expect(accepted({ ...viewed, userId: 9_007_199_254_740_991 }).userKey).toBe("u:9007199254740991");
    expect(accepted({ ...viewed, userId: "9007199254740993" }).userKey).toBe("u:9007199254740993");
  });

  it("of an alias is the user and, for the other id, both a user and an anonymous visitor", () => {
    expect(accepted({ type: "alias", userId: "u2", previousId: "u1" })).toMatchObject({
      kind: "alias",
      userKey: "u:u2",
      anonymousKey: null,
      aliasKeys: ["u:u1", "a:u1"],
    });
  });
});

describe("when it happened", () => {
  const at = (timestamp: unknown, about: Partial<Receipt> = {}): string =>
    new Date(accepted({ ...viewed, timestamp }, about).occurredAt).toISOString();

  it("is the client's own time, however late the event arrives", () => {
    expect(at("2026-11-04T08:00:00.123Z")).toBe("2026-11-04T08:00:00.123Z");
    expect(at("2003-01-01T00:00:00Z", { sentAt: receivedAt })).toBe("2003-01-01T00:00:00.000Z");
  });

  it("is taken from originalTimestamp where there is no timestamp", () => {
    const { occurredAt } = accepted({ ...viewed, originalTimestamp: "2026-11-04T08:00:00Z" });
    expect(occurredAt).toBe(Date.parse("2026-11-04T08:00:00Z"));
  });

  it.each([undefined, null, "", "yesterday", true, {}, "infinity", 0])(
    "is the receipt when the client says %j",
    (timestamp) => {
      expect(at(timestamp)).toBe("2026-11-10T12:00:00.000Z");
    },
  );

  it("is the receipt when it lies more than five minutes in the future", () => {
    expect(at("2026-11-10T12:05:00Z")).toBe("2026-11-10T12:05:00.000Z");
    expect(at("2026-11-10T12:05:00.001Z")).toBe("2026-11-10T12:00:00.000Z");
  });

  it.each([
    ["is right", "12:00:00", "11:00:00.000"],
    ["is 5 minutes ahead", "12:05:00", "11:00:00.000"],
    ["is 5:01 ahead", "12:05:01", "10:55:00.000"],
    ["is 3 hours and 2 minutes ahead", "15:02:00", "08:00:00.000"],
    ["is 7 minutes behind", "11:53:00", "11:05:00.000"],
    ["is 8 minutes behind", "11:52:00", "11:10:00.000"],
  ])("is shifted by whole five minutes, when the client's clock %s", (_how, sent, stored) => {
    const sentAt = Date.parse(`2026-11-10T${sent}Z`);
    expect(at("2026-11-10T11:00:00Z", { sentAt })).toBe(`2026-11-10T${stored}Z`);
  });

  it("keeps the order of a request's events and stays near the truth, whatever the client's clock says", () => {
    const skew = fc.integer({ min: -2 * 86_400_000, max: 2 * 86_400_000 });
    const delay = fc.integer({ min: 0, max: 60_000 });
    const ages = fc.array(fc.integer({ min: 0, max: 3_600_000 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.oneof(skew, fc.constant(0)), delay, ages, (off, took, agesMs) => {
        const sent = receivedAt - took;
        const truth = agesMs.map((age) => sent - age).sort((a, b) => a - b);
        const stored = truth.map(
          (ms) => accepted({ ...viewed, timestamp: ms + off }, { sentAt: sent + off }).occurredAt,
        );
        expect([...stored].sort((a, b) => a - b)).toEqual(stored);
        const most = off === 0 ? 0 : 6 * 60_000;
        for (const [n, ms] of stored.entries())
          expect(Math.abs(ms - (truth[n] ?? 0))).toBeLessThanOrEqual(most);
      }),
    );
  });
});

describe("where it happened", () => {
  const on = (page: object, more: object = {}): Draft => accepted({ ...viewed, context: { page, ...more } });

  it("is host, path and query of the address; credentials never get in", () => {
    const draft = on({ url: "https://ada:secret@shop.example:8443/p/tea?size=xl#top", title: "Tea" });
    expect(draft).toMatchObject({
      host: "shop.example:8443",
      path: "/p/tea",
      query: "?size=xl",
      title: "Tea",
    });
    const { raw, ...stored } = draft;
    expect(JSON.stringify(stored)).not.toContain("secret");
  });

  it.each(["javascript:alert(1)", "data:text/html,<script>1</script>", "not an address", 7, null])(
    "is nowhere when the address is %j",
    (url) => {
      expect(on({ url })).toMatchObject({ host: null, path: null, query: null });
    },
  );

  it("cuts an address at 2,048 characters", () => {
    const { host, path } = on({ url: `https://shop.example/${"x".repeat(50_000)}` });
    expect(host).toBe("shop.example");
    expect(path).toHaveLength(2_048 - "https://shop.example".length);
  });

  it("names the foreign page that led here, never a page of its own", () => {
    const url = "https://shop.example/p";
    expect(on({ url, referrer: "https://www.search.example/find?q=private" }).referrer).toBe(
      "www.search.example/find",
    );
    expect(on({ url, referrer: "https://shop.example/" }).referrer).toBeNull();
    expect(on({ url, referrer: "javascript:alert(1)" }).referrer).toBeNull();
  });

  it("takes the campaign that is stated, else the parameters of the address; of click ids only the name", () => {
    const url = "https://shop.example/?utm_source=mail&utm_medium=email&gclid=private";
    const draft = on({ url }, { campaign: { name: "autumn" } });
    expect(draft).toMatchObject({
      utmSource: "mail",
      utmMedium: "email",
      utmCampaign: "autumn",
      utmTerm: null,
      clickId: "gclid",
    });
  });
});

describe("what it happened on", () => {
  const crawler = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
  const phone =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";

  it("is read from the browser's own words", () => {
    expect(accepted(viewed, { source: "write", userAgent: phone })).toMatchObject({
      device: "mobile",
      browser: "Safari",
      os: "iOS",
      bot: false,
    });
  });

  it("is a bot only with a public key: a server that holds a secret key is none", () => {
    expect(accepted(viewed, { source: "write", userAgent: crawler }).bot).toBe(true);
    expect(accepted({ ...viewed, context: { userAgent: crawler } }).bot).toBe(false);
    expect(accepted(viewed, { source: "secret", userAgent: crawler })).toMatchObject({
      bot: false,
      browser: null,
    });
  });

  it("believes in countries and passive events only from servers", () => {
    const raw = { ...viewed, context: { country: "de", passive: true } };
    expect(accepted(raw)).toMatchObject({ country: "DE", passive: true });
    expect(accepted(raw, { source: "write" })).toMatchObject({ country: null, passive: false });
  });
});

describe("what it is called", () => {
  it.each([
    [{ type: "page", name: "Home" }, "Page Viewed"],
    [{ type: "screen", name: "Home" }, "Screen Viewed"],
    [{ type: "track", event: " Order Completed " }, "Order Completed"],
    [{ type: "track", name: "Order Completed" }, "Order Completed"],
    [{ event: "Order Completed" }, "Order Completed"],
  ])("%j is %s", (raw, name) => {
    expect(accepted({ anonymousId: "ada", ...raw })).toMatchObject({ kind: "event", name });
  });

  it("ignores groups and says so", () => {
    expect(prepare([{ type: "group", userId: "u1", groupId: "g" }], receipt)).toEqual({
      drafts: [],
      ignored: 1,
      rejected: [],
    });
  });

  it("gives a message without an id one of its own", () => {
    const ids = [undefined, null, ""].map((messageId) => accepted({ ...viewed, messageId }).messageId);
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/);
  });
});
