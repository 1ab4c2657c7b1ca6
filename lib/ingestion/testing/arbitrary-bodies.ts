import { gzipSync } from "node:zlib";
import fc from "fast-check";

// Thousands of these are made a second: few choices each, and all of them near something that is taken.

/** A value as it stands in JSON text, where more can be written than JavaScript writes. */
const poison = [
  "null",
  "true",
  "0",
  "-1",
  "1e400",
  "9007199254740993",
  '""',
  '" "',
  '"null"',
  '"\\u0000"',
  '"a\\ud800b"',
  '"\\u001f\\u001e"',
  `"${"x".repeat(3_000)}"`,
  "[]",
  "{}",
  "[1,[2,[3]]]",
  `${"[".repeat(60)}${"]".repeat(60)}`,
  '{"__proto__":{"a":1},"constructor":2}',
  '{"a\\u0000b":{"c":[{"d":null}]}}',
  '"2026-02-30T10:00:00Z"',
  '"1,299.00"',
  '"XXX"',
  '"2010-01-01"',
];

const names = ["Product Viewed", "Order Completed", "Order Refunded", "$pageview", "(other)"];
const ids = ["ada", "bob", "undefined", "user@example.com"];
const times = ["2026-11-01T10:00:00Z", "1794000000", "2031-01-01T00:00:00+14:00", "2026-11-02T10:00:00"];

const quoted = (texts: readonly string[]): fc.Arbitrary<string> =>
  fc.constantFrom(...texts.map((text) => JSON.stringify(text)));
const anyJson = fc.constantFrom(
  ...fc.sample(fc.json({ maxDepth: 3, stringUnit: "binary" }), { numRuns: 2_000, seed: 1 }),
);
/** Mostly what belongs there. */
const value = (usual: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 60, arbitrary: usual },
    { weight: 3, arbitrary: fc.constantFrom(...poison) },
    { weight: 1, arbitrary: anyJson },
  );

const object = (fields: Record<string, fc.Arbitrary<string>>): fc.Arbitrary<string> => {
  const keys = Object.keys(fields);
  return fc
    .tuple(fc.nat({ max: 2 ** keys.length - 1 }), fc.tuple(...Object.values(fields)))
    .map(([left, values]) => {
      const some = keys.flatMap((key, n) =>
        (left >> n) & (left >> (n + 1)) & (left >> (n + 2)) & 1 ? [] : `${JSON.stringify(key)}:${values[n]}`,
      );
      return `{${some.join()}}`;
    });
};

const properties = object({
  revenue: value(quoted(["19.99", "-5", "0"])),
  currency: value(quoted(["EUR", "JPY", "usd"])),
  order_id: value(quoted(["1001", "1002"])),
  url: value(quoted(["https://shop.example/a?utm_source=x&token=y", "javascript:alert(1)"])),
  more: value(anyJson),
});

const context = object({
  page: value(
    object({ url: value(quoted(["https://shop.example/", "http://["])), title: value(quoted(["Home"])) }),
  ),
  userAgent: value(quoted(["Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0", "Googlebot/2.1"])),
  consent: value(
    fc.constantFrom('{"categoryPreferences":{"a":true}}', '{"categoryPreferences":{"a":false}}'),
  ),
  cookieless: value(fc.constantFrom("false", "true")),
  internal: value(fc.constant("false")),
});

/** An event of Segment's kind or of PostHog's. */
const event = object({
  type: value(quoted(["track", "track", "page", "identify", "alias", "screen", "group"])),
  event: value(quoted(names)),
  messageId: value(fc.nat({ max: 20_000 }).map((n) => `"m${n}"`)),
  anonymousId: value(fc.nat({ max: 500 }).map((n) => `"visitor ${n}"`)),
  userId: value(quoted(ids)),
  previousId: value(quoted(ids)),
  uuid: value(fc.nat({ max: 20_000 }).map((n) => `"p${n}"`)),
  distinct_id: value(quoted(ids)),
  timestamp: value(quoted(times)),
  properties: value(properties),
  traits: value(properties),
  context: value(context),
});

const batch = fc
  .tuple(fc.array(event, { maxLength: 3 }), value(quoted(times)))
  .map(([events, sentAt]) => `{"batch":[${events.join()}],"sentAt":${sentAt}}`);

const cut = (json: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(json, fc.nat({ max: 200 })).map(([whole, length]) => whole.slice(0, length));

const batchPaths = [
  "/v1/batch",
  "/v1/b",
  "/v1/import",
  "/api/v1/batch",
  "/beacon/v1/batch",
  "/batch/",
  "/e/",
  "/i/v0/e",
];
const eventPaths = ["track", "t", "page", "screen", "identify", "group", "alias"].map(
  (name) => `/v1/${name}`,
);

type Addressed = { path: string; body: Buffer };

const to = (paths: readonly string[], json: fc.Arbitrary<string>): fc.Arbitrary<Addressed> =>
  fc.record({ path: fc.constantFrom(...paths), body: json.map((text) => Buffer.from(text)) });
const anywhere = [...batchPaths, ...eventPaths];
const randomBytes = fc.uint8Array({ maxLength: 200 }).map((random) => Buffer.from(random));

const addressed = fc.oneof(
  { weight: 8, arbitrary: to(batchPaths, batch) },
  { weight: 8, arbitrary: to(eventPaths, event) },
  { weight: 1, arbitrary: to(anywhere, fc.oneof(batch, event)) },
  {
    weight: 1,
    arbitrary: to(
      batchPaths,
      value(batch).map((json) => `{"batch":${json}}`),
    ),
  },
  { weight: 1, arbitrary: to(anywhere, anyJson) },
  { weight: 1, arbitrary: to(anywhere, cut(batch)) },
  { weight: 1, arbitrary: fc.record({ path: fc.constantFrom(...anywhere), body: randomBytes }) },
);

export type FuzzedRequest = {
  path: string;
  key: "write" | "secret" | "query" | "wrong" | "none";
  headers: Record<string, string>;
  body: Buffer;
};

const oneOf = <T>(...weighted: [weight: number, choice: T][]): fc.Arbitrary<T> =>
  fc.oneof(...weighted.map(([weight, choice]) => ({ weight, arbitrary: fc.constant(choice) })));

const key = oneOf<FuzzedRequest["key"]>([8, "write"], [8, "secret"], [2, "query"], [1, "wrong"], [1, "none"]);
const headers = oneOf<FuzzedRequest["headers"]>(
  [8, {}],
  [1, { "user-agent": "curl/8" }],
  [1, { "sec-gpc": "1" }],
);
const packing = oneOf<"none" | "whole" | "damaged">([16, "none"], [3, "whole"], [1, "damaged"]);

const pack = (plain: Buffer, how: "none" | "whole" | "damaged"): Buffer => {
  if (how === "none") return plain;
  const packed = gzipSync(plain, { level: 1 });
  if (how === "damaged") packed.fill(0x55, packed.length >> 1, (packed.length >> 1) + 2);
  return packed;
};

/** Requests near what senders send: whole, mutated, cut short or random, packed or not, with and without a key. */
export const fuzzedRequest: fc.Arbitrary<FuzzedRequest> = fc
  .tuple(addressed, key, headers, packing)
  .map(([{ path, body }, keyKind, sentHeaders, how]) => ({
    path,
    key: keyKind,
    headers: sentHeaders,
    body: pack(body, how),
  }));
