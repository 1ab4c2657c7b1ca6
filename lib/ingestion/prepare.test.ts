import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { prepare } from "./prepare";
import { accepted, receipt, refused, viewed } from "./testing/prepare-one";

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
    expect(ignored).toEqual([]);
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
        expect(drafts.length + ignored.length + rejected.length).toBe(messages.length);
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
