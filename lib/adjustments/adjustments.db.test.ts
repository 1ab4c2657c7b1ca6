import { beforeEach, describe, expect, it } from "vitest";
import { givenProject, type Site, track } from "@/db/testing/given-project";
import type { Goal } from "@/lib/goals/definition";
import { callApi } from "@/lib/http/testing/call-api";
import { saveRates } from "@/lib/rates/store";
import { listAdjustments } from "./store";
import { takeAdjustments } from "./take-adjustments";

const purchase: Goal = {
  key: "purchase",
  name: "Purchase",
  tier: "macro",
  stage: "sale",
  match: { event: "Order Completed" },
  counting: { key: "property.order_id" },
  value: { property: "property.revenue", currency: "property.currency" },
};
const range = { from: "2026-11-01", to: "2026-11-08" };
const occurredAt = "2026-11-10T09:30:00Z";
const refund = (orderId: string, amountMinor = 1000, more: object = {}) => ({
  orderId,
  type: "refund",
  amountMinor,
  currency: "EUR",
  occurredAt,
  ...more,
});
const ordered = (visitor: string, orderId: string | number, revenue: number, currency = "EUR") =>
  track(visitor, "Order Completed", {
    timestamp: "2026-11-02T10:00:00Z",
    properties: { order_id: orderId, revenue, currency },
  });

const eur = (minor: number) => [{ currency: "EUR", minor }];
const asked = async (site: Site, more: object = {}) => {
  const { goals, warnings } = await site.ask("conversions", { ...range, asOf: "2026-11-20", ...more });
  const { conversions, value, gross } = goals[0] ?? {};
  return { conversions, value, gross, warnings };
};
const nothingTaken = { accepted: 0, duplicates: 0, duplicateIndexes: [], rejected: [] };

let site: Site;
let admin: string;

beforeEach(async () => {
  site = await givenProject({ goals: [purchase] });
  admin = await site.secretKey("admin", "read");
});

describe("taking adjustments", () => {
  it("counts what is sent twice once, within a list and later", async () => {
    const sent = [
      refund("o1"),
      refund("o1"),
      refund("o1", 1000, { adjustmentId: "r-1" }),
      refund("o1", 1000, { adjustmentId: "r-1", occurredAt: "2026-11-10T10:30:00+01:00" }),
      { orderId: "o2", type: "cancellation", occurredAt },
    ];
    expect(await takeAdjustments(site.scope, sent)).toEqual({
      ...nothingTaken,
      accepted: 3,
      duplicates: 2,
      duplicateIndexes: [1, 3],
    });
    expect(await takeAdjustments(site.scope, sent)).toEqual({
      ...nothingTaken,
      duplicates: 5,
      duplicateIndexes: [0, 1, 2, 3, 4],
    });
    const { data } = await listAdjustments(site.scope, { limit: 10 });
    expect(data.map(({ orderId, type, adjustmentId }) => [orderId, type, adjustmentId])).toEqual([
      ["o1", "refund", null],
      ["o1", "refund", "r-1"],
      ["o2", "cancellation", null],
    ]);
  });

  it("counts what several senders send at once, once", async () => {
    const sent = Array.from({ length: 20 }, (_, n) => refund(`o${n}`));
    const taken = await Promise.all([
      takeAdjustments(site.scope, sent),
      takeAdjustments(site.scope, [...sent].reverse()),
    ]);
    expect(taken.map(({ accepted }) => accepted).sort((a, b) => a - b)).toEqual([0, 20]);
  });

  it("refuses another adjustment under an id that is taken, and keeps the first", async () => {
    await takeAdjustments(site.scope, [refund("o1", 1000, { adjustmentId: "r-1" })]);
    const others = [
      refund("o1", 2000, { adjustmentId: "r-1" }),
      refund("o2", 1000, { adjustmentId: "r-1" }),
      refund("o2", 1000, { adjustmentId: "r-2" }),
      { orderId: "o3", type: "cancellation", occurredAt, adjustmentId: "r-2" },
    ];
    const taken = await takeAdjustments(site.scope, others);
    expect(taken.accepted).toBe(1);
    expect(taken.rejected.map(({ index, code, path }) => [index, code, path])).toEqual([
      [0, "conflict", "adjustmentId"],
      [1, "conflict", "adjustmentId"],
      [3, "conflict", "adjustmentId"],
    ]);
    const alone = await callApi("POST", "adjustments", { key: admin, body: others[0] });
    expect(alone).toMatchObject({ status: 409, body: { error: { code: "conflict", path: "adjustmentId" } } });
  });

  it.each([
    [{ ...refund("o1"), amountMinor: -1 }, "amountMinor"],
    [{ ...refund("o1"), amountMinor: 1.5 }, "amountMinor"],
    [{ ...refund("o1"), amountMinor: undefined }, "amountMinor"],
    [{ ...refund("o1"), currency: "EURO" }, "currency"],
    [{ ...refund("o1"), currency: undefined }, "currency"],
    [{ ...refund("o1"), occurredAt: "2026-11-10" }, "occurredAt"],
    [{ ...refund("o1"), occurredAt: "1989-11-10T09:30:00Z" }, "occurredAt"],
    [{ ...refund("o1"), occurredAt: "9999-12-31T23:59:59-14:00" }, "occurredAt"],
    [{ ...refund("o1"), orderId: "" }, "orderId"],
    [{ ...refund("o1"), orderId: "a\u0000b" }, "orderId"],
    [{ ...refund("o1"), orderId: "\ud800" }, "orderId"],
    [{ ...refund("o1"), type: "chargeback" }, "type"],
    [{ ...refund("o1"), type: "cancellation" }, "amountMinor"],
    [{ ...refund("o1"), colour: "red" }, "colour"],
    ["refund", undefined],
    [null, undefined],
  ])("names what is wrong and takes the others: %j", async (wrong, path) => {
    const taken = await takeAdjustments(site.scope, [refund("o1"), wrong, refund("o2")]);
    expect(taken).toMatchObject({ accepted: 2, duplicates: 0 });
    expect(taken.rejected).toEqual([
      { index: 1, code: "invalid", message: expect.stringMatching(/^[A-Z].{10}/), ...(path ? { path } : {}) },
    ]);
  });
});

describe("/api/v1/adjustments", () => {
  it("takes one or a list, and lists page by page", async () => {
    expect(await callApi("POST", "adjustments", { key: admin, body: refund("o1") })).toMatchObject({
      status: 200,
      body: { ...nothingTaken, accepted: 1 },
    });
    const list = [refund("o1"), refund("o2"), { ...refund("o3"), amountMinor: "many" }, refund("o1", 7)];
    expect(await callApi("POST", "adjustments", { key: admin, body: { adjustments: list } })).toMatchObject({
      status: 200,
      body: {
        accepted: 2,
        duplicates: 1,
        duplicateIndexes: [0],
        rejected: [{ index: 2, code: "invalid", path: "amountMinor" }],
      },
    });
    const page = await callApi("GET", "adjustments?limit=2", { key: admin });
    expect(page.body).toMatchObject({ data: [{ orderId: "o1" }, { orderId: "o2" }] });
    const { next } = page.body as { next: string };
    expect(await callApi("GET", `adjustments?limit=2&cursor=${next}`, { key: admin })).toMatchObject({
      body: { data: [{ orderId: "o1", type: "refund", amountMinor: 7, currency: "EUR" }], next: null },
    });
    expect(await callApi("GET", "adjustments?orderId=o2", { key: admin })).toMatchObject({
      body: { data: [{ orderId: "o2", occurredAt: "2026-11-10T09:30:00.000Z" }], next: null },
    });
  });

  it("says what is wrong with the request itself", async () => {
    const tries: [unknown, string | undefined][] = [
      [{ ...refund("o1"), amountMinor: -1 }, "amountMinor"],
      [{ adjustments: [] }, "adjustments"],
      [{ adjustments: Array.from({ length: 1001 }, (_, n) => refund(`o${n}`)) }, "adjustments"],
      [{ adjustments: "all" }, "adjustments"],
      [[refund("o1")], undefined],
    ];
    for (const [body, path] of tries)
      expect(await callApi("POST", "adjustments", { key: admin, body })).toMatchObject({
        status: 400,
        body: { error: { code: "invalid", ...(path ? { path } : {}) } },
      });
    for (const [query, path] of [
      ["cursor=x", "cursor"],
      ["orderId=%00", "orderId"],
    ])
      expect(await callApi("GET", `adjustments?${query}`, { key: admin })).toMatchObject({
        status: 400,
        body: { error: { path } },
      });
    expect((await listAdjustments(site.scope, { limit: 10 })).data).toEqual([]);
  });

  it("is written with the scope admin, read with read as well", async () => {
    const [reader, ingester] = await Promise.all([site.secretKey("read"), site.secretKey("ingest")]);
    for (const key of [reader, ingester])
      expect((await callApi("POST", "adjustments", { key, body: refund("o1") })).status).toBe(403);
    expect((await callApi("GET", "adjustments", { key: reader })).status).toBe(200);
    expect((await callApi("GET", "adjustments", { key: ingester })).status).toBe(403);
  });
});

describe("reports", () => {
  it("are restated, whether the adjustment came before the order or after it", async () => {
    await takeAdjustments(site.scope, [refund("o1", 1500)]);
    expect(await asked(site)).toMatchObject({ conversions: 0, value: [] });
    await site.send([ordered("ada", "o1", 40), ordered("ben", 1002, 60)]);
    expect(await asked(site)).toMatchObject({ conversions: 2, value: eur(8500) });
    await takeAdjustments(site.scope, [{ orderId: 1002, type: "cancellation", occurredAt }]);
    expect(await asked(site)).toMatchObject({
      conversions: 1,
      value: eur(2500),
      gross: { conversions: 2, converters: 2, value: eur(10_000) },
    });
    expect(await asked(site, { basis: "gross" })).toMatchObject({ conversions: 2, value: eur(10_000) });
    expect(await asked(site, { asOf: "2026-11-10" })).toMatchObject({ conversions: 2, value: eur(10_000) });
  });

  it("say what was left out and what was refunded beyond its value", async () => {
    await site.send([ordered("ada", "o1", 40), ordered("ben", "o2", 60), ordered("cleo", "o3", 7, "GBP")]);
    await takeAdjustments(site.scope, [
      refund("o1", 1000, { currency: "USD" }),
      refund("o2", 99_000),
      refund("o3", 100, { currency: "EUR" }),
    ]);
    const before = await asked(site);
    expect(before.value).toEqual([...eur(4000), { currency: "GBP", minor: 700 }]);
    expect(before.warnings).toEqual([
      { code: "adjustment_not_applied", message: expect.stringContaining("o1, o3") },
      { code: "refund_over_value", message: expect.stringContaining("o2") },
    ]);
    await saveRates(site.scope, [{ day: "2026-11-01", currency: "USD", rate: "0.5" }]);
    const after = await asked(site);
    expect(after.value).toEqual([...eur(3500), { currency: "GBP", minor: 700 }]);
    expect(after.warnings).toMatchObject([{ message: expect.stringContaining("order's") }, {}]);
  });

  it("know nothing of another project's adjustments", async () => {
    const other = await givenProject({ goals: [purchase] });
    for (const one of [site, other]) await one.send([ordered("ada", "o1", 40)]);
    await takeAdjustments(other.scope, [{ orderId: "o1", type: "cancellation", occurredAt }]);
    expect(await asked(site)).toMatchObject({ conversions: 1, value: eur(4000) });
    expect(await asked(site)).not.toHaveProperty("goals.0.gross");
    expect(await asked(other)).toMatchObject({ conversions: 0 });
    expect((await listAdjustments(site.scope, { limit: 10 })).data).toEqual([]);
    expect(await takeAdjustments(site.scope, [refund("o1")])).toMatchObject({ accepted: 1 });
  });
});
