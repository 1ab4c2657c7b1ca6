import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { runCommand } from "./command-line";
import { ask, basic, bearer, send } from "./http";

type Keys = { projectId: string; writeKey: string; secretKey: string };

const day = { from: "2026-03-02", to: "2026-03-03" };
const around = (number: number) => expect.closeTo(number, 6);
const rate = (part: number, whole: number, low: number, high: number) => ({
  part,
  whole,
  rate: part / whole,
  low: around(low),
  high: around(high),
});
// Wilson's intervals, worked out by hand.
const allOfTwo = rate(2, 2, 0.34238, 1);
const oneOfTwo = rate(1, 2, 0.094531, 0.905469);
const allOfOne = rate(1, 1, 0.206549, 1);
const noneOfOne = rate(0, 1, 0, 0.793451);
const noneOfNone = { part: 0, whole: 0, rate: null, low: null, high: null };
const seconds = (all: number) => ({ mean: all, median: all, p90: all });
const euro = (minor: number) => ({ currency: "EUR", minor });
const computed = {
  journeys: 2,
  events: 4,
  ms: expect.any(Number),
  watermark: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
};

let keys: Keys;

/** A shop of its own, in which Ada looked, filled her cart and bought at a desk, and Ben only looked on his phone. */
test.beforeAll(async ({ playwright }, { project }) => {
  const name = `Shop ${crypto.randomUUID()}`;
  keys = await runCommand<Keys>("project", "create", "--org", name, "--project", "Web", "--currency", "EUR");
  await runCommand("goals", "apply", "examples/shop.goals.json", "--project", keys.projectId);
  const request = await playwright.request.newContext({ baseURL: project.use.baseURL });
  const event = (who: string, device: string, time: string, name: string, properties = {}) => ({
    type: "track",
    event: name,
    anonymousId: who,
    timestamp: `2026-03-02T${time}Z`,
    context: { device: { type: device } },
    properties,
  });
  await send(request, keys.secretKey, [
    event("ada", "desktop", "09:00:00", "Product Viewed"),
    event("ada", "desktop", "09:02:00", "Product Added"),
    event("ada", "desktop", "09:03:00", "Order Completed", { order_id: "1", revenue: 134.9 }),
    event("ben", "mobile", "10:00:00", "Product Viewed"),
  ]);
  await request.dispose();
});

test("conversions answers counts, divisions and money, beside the previous period and by device", async ({
  request,
}) => {
  const inEuro = (minor: number) => ({ converted: { currency: "EUR", minor, missing: [] } });
  const cart = { key: "add-to-cart", name: "Added to cart", tier: "micro", stage: "cart", converted: null };
  const purchase = { key: "purchase", name: "Purchase", tier: "macro", stage: "sale", ...inEuro(0) };
  const paid = { ...purchase, ...inEuro(13_490) };
  const once = { conversions: 1, converters: 1 };
  const never = { conversions: 0, converters: 0, value: [] };
  const before = { ...never, rate: noneOfNone };
  const nobody = {
    visitors: 0,
    sessions: 0,
    goals: [
      { ...cart, ...before },
      { ...purchase, ...before },
    ],
  };
  expect(
    await ask(request, keys.secretKey, "conversions", {
      ...day,
      goals: ["add-to-cart", "purchase"],
      breakdown: { by: "device" },
      previous: true,
    }),
  ).toEqual({
    unit: "visitor",
    visitors: 2,
    sessions: 2,
    goals: [
      { ...cart, ...once, rate: oneOfTwo, value: [], previous: { ...cart, ...before } },
      { ...paid, ...once, rate: oneOfTwo, value: [euro(13_490)], previous: { ...purchase, ...before } },
    ],
    previous: {
      from: "2026-02-23T00:00:00.000Z",
      to: "2026-02-24T00:00:00.000Z",
      visitors: 0,
      sessions: 0,
    },
    breakdown: [
      {
        value: "desktop",
        visitors: 1,
        sessions: 1,
        goals: [
          { ...cart, ...once, rate: allOfOne, value: [] },
          { ...paid, ...once, rate: allOfOne, value: [euro(13_490)] },
        ],
        previous: nobody,
      },
      {
        value: "mobile",
        visitors: 1,
        sessions: 1,
        goals: [
          { ...cart, ...never, rate: noneOfOne },
          { ...purchase, ...never, rate: noneOfOne },
        ],
        previous: nobody,
      },
    ],
    computed,
  });
});

test("funnel answers who went on, who left, when, and what that costs", async ({ request }) => {
  const viewed = {
    label: "Product Viewed",
    open: 0,
    fromPrevious: null,
    secondsFromPrevious: null,
    secondsFromEntry: null,
    revenue: [],
  };
  const cart = { label: "Added to cart", tier: "micro", open: 0 };
  const purchase = { label: "Purchase", tier: "macro", open: 0 };
  const cartTimes = { secondsFromPrevious: seconds(120), secondsFromEntry: seconds(120) };
  const purchaseTimes = { secondsFromPrevious: seconds(60), secondsFromEntry: seconds(180) };
  const notReached = { reached: 0, secondsFromPrevious: null, secondsFromEntry: null, revenue: [] };
  expect(
    await ask(request, keys.secretKey, "funnel", {
      ...day,
      windowMs: 86_400_000,
      steps: [{ event: "Product Viewed" }, { goal: "add-to-cart" }, { goal: "purchase" }],
      breakdown: { by: "device" },
    }),
  ).toEqual({
    unit: "visitor",
    entered: 2,
    steps: [
      { ...viewed, reached: 2, fromEntry: allOfTwo },
      {
        ...cart,
        ...cartTimes,
        reached: 1,
        dropped: 1,
        fromPrevious: oneOfTwo,
        fromEntry: oneOfTwo,
        matured: { rate: 0.5, low: expect.any(Number), high: expect.any(Number) },
        revenue: [],
        leak: euro(13_490),
      },
      {
        ...purchase,
        ...purchaseTimes,
        reached: 1,
        dropped: 0,
        fromPrevious: allOfOne,
        fromEntry: oneOfTwo,
        matured: { rate: 0.5, low: expect.any(Number), high: expect.any(Number) },
        revenue: [euro(13_490)],
        leak: euro(0),
      },
    ],
    breakdown: [
      {
        value: "desktop",
        entered: 1,
        steps: [
          { ...viewed, reached: 1, fromEntry: allOfOne },
          {
            ...cart,
            ...cartTimes,
            reached: 1,
            dropped: 0,
            fromPrevious: allOfOne,
            fromEntry: allOfOne,
            matured: expect.objectContaining({ rate: 1, high: 1 }),
            revenue: [],
            leak: euro(0),
          },
          {
            ...purchase,
            ...purchaseTimes,
            reached: 1,
            dropped: 0,
            fromPrevious: allOfOne,
            fromEntry: allOfOne,
            matured: expect.objectContaining({ rate: 1, high: 1 }),
            revenue: [euro(13_490)],
            leak: euro(0),
          },
        ],
      },
      {
        value: "mobile",
        entered: 1,
        steps: [
          { ...viewed, reached: 1, fromEntry: allOfOne },
          {
            ...cart,
            ...notReached,
            dropped: 1,
            fromPrevious: noneOfOne,
            fromEntry: noneOfOne,
            matured: expect.objectContaining({ rate: 0, low: 0 }),
            leak: null,
          },
          {
            ...purchase,
            ...notReached,
            dropped: 0,
            fromPrevious: noneOfNone,
            fromEntry: noneOfOne,
            matured: expect.objectContaining({ rate: 0, low: 0 }),
            leak: null,
          },
        ],
      },
    ],
    computed,
  });
});

const conversions = "/api/v1/reports/conversions";
const refusals = [
  { what: "an unknown field", data: { ...day, form: "2026" }, status: 400, code: "invalid", path: "form" },
  {
    what: "an unknown goal",
    data: { ...day, goals: ["purchase", "teleported"] },
    status: 400,
    code: "invalid",
    path: "goals.1",
  },
  {
    what: "a range that ends before it starts",
    data: { from: day.to, to: day.from },
    status: 400,
    code: "invalid",
    path: "to",
  },
  { what: "a body that is no JSON", data: "from=2026-03-02", status: 400, code: "invalid" },
] as const;

for (const { what, data, status, ...error } of refusals)
  test(`${what} is refused with its place`, async ({ request }) => {
    const answer = await request.post(conversions, { headers: bearer(keys.secretKey), data });
    expect(answer.status()).toBe(status);
    expect(await answer.json()).toEqual({
      error: { ...error, message: expect.any(String), requestId: expect.any(String) },
    });
  });

test("only a secret key that may read gets answers, and only to reports that exist", async ({ request }) => {
  const outcome = async (path: string, headers: Record<string, string>) => {
    const answer = await request.post(path, { headers, data: day });
    const { error } = (await answer.json()) as { error: { code: string } };
    return [answer.status(), error.code];
  };
  expect(await outcome(conversions, {})).toEqual([401, "unauthenticated"]);
  expect(await outcome(conversions, bearer(`tb_sk_${"x".repeat(38)}`))).toEqual([401, "unauthenticated"]);
  expect(await outcome(conversions, bearer(keys.writeKey))).toEqual([403, "forbidden"]);
  expect(await outcome("/api/v1/reports/horoscope", bearer(keys.secretKey))).toEqual([404, "not_found"]);
});

test("a key revoked with the command line is refused within seconds", async ({ request }) => {
  const made = await runCommand<{ keyId: string; key: string }>(
    ...["key", "create", "--project", keys.projectId, "--scopes", "read"],
  );
  await ask(request, made.key, "conversions", day);
  await runCommand("key", "revoke", made.keyId, "--project", keys.projectId);
  await expect
    .poll(async () => (await request.post(conversions, { headers: bearer(made.key), data: day })).status())
    .toBe(401);
});

test("both addresses of ingestion are the same door, and a resend changes nothing", async ({ request }) => {
  const { writeKey } = await runCommand<Keys>(
    ...["project", "create", "--org", `Shop ${crypto.randomUUID()}`, "--project", "Web"],
  );
  const data = { event: "Product Viewed", anonymousId: "ada", messageId: "m-1" };
  const post = async (path: string) => {
    const answer = await request.post(path, { headers: basic(writeKey), data });
    return [answer.status(), await answer.json()];
  };
  const result = { success: true, status: 1, accepted: 0, duplicates: 0, ignored: 0, rejected: [] };
  expect(await post("/v1/track")).toEqual([200, { ...result, accepted: 1 }]);
  expect(await post("/api/v1/track")).toEqual([200, { ...result, duplicates: 1 }]);
  expect(await post("/v1/t")).toEqual([200, { ...result, duplicates: 1 }]);
});

test("one bad event never fails its batch, and is explained", async ({ request }) => {
  const { writeKey, secretKey } = await runCommand<Keys>(
    ...["project", "create", "--org", `Shop ${crypto.randomUUID()}`, "--project", "Web"],
  );
  const answer = await request.post("/v1/batch", {
    headers: basic(writeKey),
    data: {
      batch: [
        { type: "track", event: "Product Viewed", anonymousId: "ada" },
        { type: "track", anonymousId: "ada", messageId: "m-2" },
        { type: "track", event: "Product Added" },
        { type: "group", anonymousId: "ada" },
        { type: "track", event: "Product Added", anonymousId: "ada" },
      ],
    },
  });
  expect(answer.status()).toBe(200);
  expect(await answer.json()).toEqual({
    success: true,
    status: 1,
    accepted: 2,
    duplicates: 0,
    ignored: 1,
    rejected: [
      {
        index: 1,
        messageId: "m-2",
        code: "missing_event",
        path: "event",
        message: "A track call needs the name of its event.",
      },
      expect.objectContaining({ index: 2, code: "missing_identity", path: "anonymousId" }),
    ],
  });
  expect(await ask(request, secretKey, "catalog", {})).toMatchObject({
    events: [
      { name: "Product Added", count: 1 },
      { name: "Product Viewed", count: 1 },
    ],
  });
});

test("an address that cannot be read is refused in plain words", async ({ page }) => {
  const answer = await page.goto("/acme/100%/overview");
  expect(answer?.status()).toBe(400);
  await expect(page.getByText("Write %25 for a %.")).toBeVisible();
});

type Health = { checkpointLagMs: number | null };

test("health and readiness say that all is well, and which version runs", async ({ request }) => {
  const { version } = JSON.parse(await readFile("package.json", "utf8")) as { version: string };
  const health = await request.get("/api/health");
  expect(health.status()).toBe(200);
  expect(await health.json()).toMatchObject({ status: "ok", version, database: expect.any(Object) });
  const lag = async () => ((await (await request.get("/api/health")).json()) as Health).checkpointLagMs;
  await expect.poll(lag).toEqual(expect.any(Number));
  const ready = await request.get("/api/ready");
  expect([ready.status(), await ready.json()]).toEqual([200, { status: "ready" }]);
});
