import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { givenProject, type Site, type StoredEvent, track } from "@/db/testing/given-project";
import { ledgerOf } from "@/db/testing/ledger-of";

type Fate = { rejected: string } | { ignored: number } | { stored: object };
type Case = [what: string, event: unknown, fate: Fate];

const now = Date.now();
const deep = (levels: number): unknown => JSON.parse("[".repeat(levels) + "]".repeat(levels));
const json = (text: string): object => JSON.parse(text);
const sold = (properties: object, event = "Order Completed") =>
  track("ada", event, { properties: { currency: "EUR", ...properties } });
const seen = (more: object) => track("ada", "Seen", more);
const withRevenue = (revenue: unknown) => sold({ revenue });
const rejected = (code: string): Fate => ({ rejected: code });
const stored = (what: object): Fate => ({ stored: what });

/** Everything that senders get wrong, with the right answer to it. */
const cases: Case[] = [
  [
    "NUL in a text",
    seen({ properties: { a: "x\u0000y" } }),
    stored({ properties: { a: "xy" }, flags: ["nul_removed"] }),
  ],
  [
    "half a character",
    seen({ properties: { "k\udc00": "\ud800" } }),
    stored({ properties: { "k\ufffd": "\ufffd" }, flags: ["invalid_text"] }),
  ],
  ["nested 5,000 deep", seen({ properties: { a: deep(5_000) } }), rejected("too_deep")],
  [
    "keys that reach into prototypes",
    seen(json('{"properties":{"__proto__":{"admin":true},"constructor":1,"b":2}}')),
    stored({ properties: { b: 2 }, flags: ["forbidden_key"] }),
  ],
  [
    "a key twice: the last one wins",
    json(
      `{"type":"track","event":"Seen","anonymousId":"ada","messageId":"${randomUUID()}","properties":{"a":1,"a":2}}`,
    ),
    stored({ properties: { a: 2 } }),
  ],
  [
    "a number too large for one",
    seen(json('{"properties":{"n":1e400}}')),
    stored({ properties: { n: null }, flags: ["not_finite"] }),
  ],
  ["a revenue too large for a number", sold(json('{"revenue":1e400}')), rejected("not_finite")],
  ["an id that lost digits", seen(json('{"userId":9007199254740993}')), rejected("unsafe_integer")],
  ["revenue NaN", withRevenue("NaN"), rejected("invalid_revenue")],
  ["revenue Infinity", withRevenue("Infinity"), rejected("invalid_revenue")],
  ["revenue with a separator", withRevenue("1,299.00"), rejected("invalid_revenue")],
  ["revenue with its sign", withRevenue("12 €"), rejected("invalid_revenue")],
  ["revenue in hexadecimal", withRevenue("0x10"), rejected("invalid_revenue")],
  ["revenue true", withRevenue(true), rejected("invalid_revenue")],
  ["revenue in a list", withRevenue([5]), rejected("invalid_revenue")],
  ["revenue empty", withRevenue(""), rejected("invalid_revenue")],
  ["negative revenue of an order", withRevenue(-5), rejected("negative_revenue")],
  [
    "negative revenue of a refund",
    sold({ revenue: -5 }, "Order Refunded"),
    stored({ properties: { currency: "EUR", revenue: -5 } }),
  ],
  [
    "a revenue with cents",
    withRevenue(19.99),
    stored({ properties: { currency: "EUR", revenue: 19.99 }, flags: null }),
  ],
  ["half a yen", sold({ revenue: 100.5, currency: "JPY" }), stored({ flags: ["rounded"] })],
  ["a tenth of a fils", sold({ revenue: "1.2345", currency: "KWD" }), stored({ flags: ["rounded"] })],
  [
    "currency in small letters",
    sold({ revenue: 1, currency: "usd" }),
    stored({ properties: { revenue: 1, currency: "USD" }, flags: null }),
  ],
  ["a currency that is none", sold({ revenue: 1, currency: "XXX" }), rejected("unknown_currency")],
  ["no currency", sold({ revenue: 1, currency: null }), stored({ flags: ["currency_missing"] })],
  ["revenue beyond all shops", withRevenue(1e15), rejected("revenue_too_large")],
  ...[
    "0",
    "1",
    "foo 1",
    "2024-02-30T10:00:00Z",
    "+010000-01-01T00:00:00Z",
    "-000044-03-15T00:00:00Z",
    "infinity",
    "now",
    "tomorrow",
    "epoch",
    true,
    [],
    {},
    1e9 / 1000,
  ].map(
    (timestamp): Case => [
      `timestamp ${JSON.stringify(timestamp)}`,
      seen({ timestamp }),
      stored({ occurredAt: new Date(now).toISOString(), flags: ["bad_timestamp"] }),
    ],
  ),
  [
    "timestamp null",
    seen({ timestamp: null }),
    stored({ occurredAt: new Date(now).toISOString(), flags: null }),
  ],
  [
    "timestamp in seconds",
    seen({ timestamp: 1_790_000_000 }),
    stored({ occurredAt: new Date(1_790_000_000_000).toISOString(), flags: null }),
  ],
  [
    "timestamp in nanoseconds",
    seen({ timestamp: "1790000000123456789" }),
    stored({ occurredAt: new Date(1_790_000_000_123).toISOString() }),
  ],
  [
    "a leap second",
    seen({ timestamp: "2016-12-31T23:59:60Z" }),
    stored({ occurredAt: "2016-12-31T23:59:59.999Z" }),
  ],
  [
    "a time without a zone",
    seen({ timestamp: "2026-11-01T10:00:00" }),
    stored({ occurredAt: "2026-11-01T10:00:00.000Z", flags: ["no_timezone"] }),
  ],
  [
    "a time in the future",
    seen({ timestamp: new Date(now + 3_600_000).toISOString() }),
    stored({ occurredAt: new Date(now).toISOString(), flags: ["future_time"] }),
  ],
  [
    "six days late",
    seen({ timestamp: new Date(now - 6 * 86_400_000).toISOString() }),
    stored({ occurredAt: new Date(now - 6 * 86_400_000).toISOString(), flags: null }),
  ],
  ["a message id of 5,000 characters", seen({ messageId: "m".repeat(5_000) }), rejected("id_too_long")],
  ["no message id", seen({ messageId: undefined }), stored({ name: "Seen" })],
  ["a user who is a number", seen({ userId: 42 }), stored({ name: "Seen" })],
  ["a user who is true", seen({ userId: true }), rejected("invalid_id")],
  ["a user who is an object", seen({ userId: {} }), rejected("invalid_id")],
  ...["null", "undefined", "anonymous", "0", "[object Object]"].map(
    (userId): Case => [
      `user ${JSON.stringify(userId)}`,
      seen({ userId }),
      stored({ flags: ["identity_dropped"] }),
    ],
  ),
  ["nobody", { type: "track", event: "Seen" }, rejected("missing_identity")],
  [
    "an order without a person, from a server",
    { type: "track", event: "Paid", properties: { order_id: "1001" } },
    stored({ name: "Paid" }),
  ],
  ["an event's name of 10,000 characters", track("ada", "n".repeat(10_000)), rejected("name_too_long")],
  [
    "markup and a formula as name",
    track("ada", '=cmd()|<script>alert("1")</script> 👩‍👩‍👧'),
    stored({ name: '=cmd()|<script>alert("1")</script> 👩‍👩‍👧' }),
  ],
  ["no name", { ...seen({}), event: undefined }, rejected("missing_event")],
  ["a name that is an object", { ...seen({}), event: {} }, rejected("missing_event")],
  ["a type that nobody knows", { ...seen({}), type: "constructor" }, rejected("unknown_type")],
  [
    "an event of two megabytes",
    seen({ properties: { list: Array(300_000).fill("1234") } }),
    rejected("event_too_large"),
  ],
  [
    "10,000 keys",
    seen({ properties: Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`k${n}`, n])) }),
    rejected("too_many_keys"),
  ],
  ["a group", { type: "group", userId: "ada", groupId: "g" }, { ignored: 1 }],
  ["a text", "track", rejected("not_an_object")],
  ["null", null, rejected("not_an_object")],
  ["a list", [], rejected("not_an_object")],
  [
    "a dangerous address",
    seen({ context: { page: { url: "javascript:alert(1)", title: "x\u0000y" } } }),
    stored({ name: "Seen" }),
  ],
];

const good = (n: number) => Array.from({ length: n }, (_, i) => track(`good ${i}`, "Good"));

const expectFate = (fate: Fate, found: StoredEvent | undefined, code: string | undefined): void => {
  if ("rejected" in fate) expect([code, found]).toEqual([fate.rejected, undefined]);
  else if ("ignored" in fate) expect([code, found]).toEqual([undefined, undefined]);
  else {
    expect(code).toBeUndefined();
    expect(found).toMatchObject(fate.stored);
  }
};

describe("in a batch of good events", () => {
  let site: Site;
  beforeAll(async () => {
    site = await givenProject();
  });

  it.each(cases)("%s is answered rightly, and the good ones are stored", async (_what, event, fate) => {
    const before = (await site.stored()).length;
    const result = await site.send([...good(10), event as object, ...good(10)], { receivedAt: now });
    const isStored = "stored" in fate ? 1 : 0;
    expect(result).toMatchObject({
      accepted: 20 + isStored,
      duplicates: 0,
      ignored: "ignored" in fate ? 1 : 0,
    });
    for (const { message } of result.rejected) expect(message).toMatch(/^[A-Z].{10,200}\.$/);
    expect(result.rejected.map(({ index }) => index)).toEqual("rejected" in fate ? [10] : []);
    const added = (await site.stored()).slice(before);
    const other = added.filter(({ name }) => name !== "Good");
    expect(added.length - other.length).toBe(20);
    expectFate(fate, other[0], result.rejected[0]?.code);
  });
});

it("all of them in one batch are each answered for themselves", async () => {
  const site = await givenProject();
  const again = cases.map(([, event]) =>
    typeof event === "object" &&
    event !== null &&
    "messageId" in event &&
    String(event.messageId).length < 100
      ? { ...event, messageId: randomUUID() }
      : event,
  );
  const result = await site.send([...good(20), ...again] as object[], { receivedAt: now });
  const count = (kind: string) => cases.filter(([, , fate]) => kind in fate).length;
  expect(result).toMatchObject({ accepted: 20 + count("stored"), duplicates: 0, ignored: count("ignored") });
  expect(result.rejected.map(({ index, code }) => [index, code])).toEqual(
    cases.flatMap(([, , fate], i) => ("rejected" in fate ? [[20 + i, fate.rejected]] : [])),
  );
  expect(await ledgerOf(site)).toMatchObject({
    received: 20 + cases.length,
    accepted: 20 + count("stored"),
    duplicate: 0,
    ignored: count("ignored"),
    rejected: count("rejected"),
  });
});

describe("the same message id", () => {
  it("twice in one batch, or again later, is a duplicate; with other content it is a conflict, and the first wins", async () => {
    const site = await givenProject();
    const first = track("ada", "Seen", { messageId: "m1", properties: { a: 1 } });
    const other = track("ada", "Seen", { messageId: "m1", properties: { a: 2 } });
    expect(await site.send([first, first, other])).toMatchObject({ accepted: 1, duplicates: 2 });
    expect(await site.send([other, first])).toMatchObject({ accepted: 0, duplicates: 2 });
    expect((await site.stored()).map(({ properties }) => properties)).toEqual([{ a: 1 }]);
    expect(await ledgerOf(site)).toMatchObject({
      received: 5,
      accepted: 1,
      duplicate: 4,
      reasons: { "accepted event": 1, "flagged duplicate_conflict": 2 },
    });
  });
});

describe("words without end", () => {
  it("of 1,200 event names a thousand are kept a day, the others as (other) with their name as a property", async () => {
    const site = await givenProject();
    await site.send(Array.from({ length: 1_200 }, (_, n) => track("ada", `Name ${n}`)));
    const events = await site.stored();
    expect(events.slice(0, 1_000).map(({ name }) => name)).toEqual(
      Array.from({ length: 1_000 }, (_, n) => `Name ${n}`),
    );
    expect(events.slice(1_000).map(({ name, properties }) => [name, properties])).toEqual(
      Array.from({ length: 200 }, (_, n) => ["(other)", { original_event: `Name ${1_000 + n}` }]),
    );
    expect((await ledgerOf(site)).reasons).toMatchObject({ "flagged name_overflow": 200 });
  });

  it("of 2,100 properties two thousand are kept a day, the others together as one", async () => {
    const site = await givenProject();
    const keys = (from: number) =>
      Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`k${from + n}`, n]));
    await site.send(Array.from({ length: 7 }, (_, n) => seen({ properties: keys(n * 300) })));
    const properties = (await site.stored())[6]?.properties ?? {};
    expect(Object.keys(properties)).toHaveLength(201);
    expect(Object.keys(properties["(other)"] as object)).toEqual(
      Array.from({ length: 100 }, (_, n) => `k${2_000 + n}`),
    );
  });

  it("lose no property among those that are kept, though it is named like a part of every object", async () => {
    const site = await givenProject();
    await site.send([seen({ properties: { toString: 1, valueOf: 2 } })]);
    const keys = (from: number) =>
      Object.fromEntries(Array.from({ length: 499 }, (_, n) => [`k${from + n}`, n]));
    await site.send(Array.from({ length: 5 }, (_, n) => seen({ properties: keys(n * 499) })));
    await site.send([seen({ properties: { toString: 3, valueOf: 4, another: 5 } })]);
    expect((await site.stored()).at(-1)?.properties).toEqual({
      toString: 3,
      valueOf: 4,
      "(other)": { another: 5 },
    });
  });

  it("stay without end when events of an earlier day are sent again", async () => {
    const site = await givenProject();
    await site.send(Array.from({ length: 1_000 }, (_, n) => track("ada", `Name ${n}`)));
    await site.send([track("ada", "Name 1")], { receivedAt: now - 3 * 86_400_000 });
    await site.send([track("ada", "One more")]);
    expect((await site.stored()).at(-1)?.name).toBe("(other)");
  });
});
