import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { asOwner } from "@/db/testing/as-owner";
import { givenProject, type Site, track } from "@/db/testing/given-project";
import { holdClock } from "@/db/testing/hold-clock";
import { takeAdjustments } from "@/lib/adjustments/take-adjustments";
import { savedQuestion } from "@/lib/funnels/definition";
import { createFunnel } from "@/lib/funnels/store";
import type { Goal } from "@/lib/goals/definition";
import { deleteGoal } from "@/lib/goals/store";
import type { Matcher } from "@/lib/matching/definition";

// What products of this kind are known to get wrong, each as somebody would meet it: events in, the answer out.

const range = { from: "2026-11-01", to: "2026-11-08" };
const hour = 3_600_000;
const view = "Product Viewed";
const cart = "Product Added";
const order = "Order Completed";

const at = (visitor: string, event: string, time: string, more: object = {}): object =>
  track(visitor, event, { timestamp: `2026-11-02T${time}Z`, ...more });

const purchase: Goal = {
  key: "purchase",
  name: "Purchase",
  tier: "macro",
  stage: "sale",
  match: { event: order },
  counting: { key: "property.order_id" },
  value: { property: "property.revenue", currency: "property.currency" },
};

const givenShop = async (
  events: readonly object[] = [],
  goals: readonly Goal[] = [purchase],
): Promise<Site> => {
  holdClock("2026-11-10T12:00:00Z");
  const site = await givenProject({ goals });
  if (events.length > 0) await site.send(events);
  return site;
};

const reached = async (site: Site, steps: readonly Matcher[], windowMs = hour): Promise<number[]> =>
  (await site.ask("funnel", { ...range, steps: [...steps], windowMs })).steps.map((step) => step.reached);

const named = (...names: string[]): Matcher[] => names.map((event) => ({ event }));

const purchases = async (site: Site, more: object = {}) => {
  const { goals, visitors } = await site.ask("conversions", { ...range, ...more });
  const { conversions, converters, value, rate } = goals[0] ?? {};
  return { visitors, conversions, converters, value, part: rate?.part, whole: rate?.whole };
};

describe("funnels", () => {
  it("one event satisfies one step: A, A, B needs two As", async () => {
    const site = await givenShop([at("ada", view, "10:00:00"), at("ada", cart, "10:01:00")]);
    expect(await reached(site, named(view, view, cart))).toEqual([1, 0, 0]);
    await site.send([at("ada", view, "10:00:30")]);
    expect(await reached(site, named(view, view, cart))).toEqual([1, 1, 1]);
  });

  it("three steps in one millisecond keep the order in which they arrived", async () => {
    const site = await givenShop([
      at("ada", view, "10:00:00.123"),
      at("ada", cart, "10:00:00.123"),
      at("ada", order, "10:00:00.123"),
      at("ben", order, "10:00:00.123"),
      at("ben", cart, "10:00:00.123"),
      at("ben", view, "10:00:00.123"),
    ]);
    expect(await reached(site, named(view, cart, order))).toEqual([2, 1, 1]);
  });

  it("a later entry converts after the first one ran out", async () => {
    const site = await givenShop([
      at("ada", view, "08:00:00"),
      at("ada", view, "14:00:00"),
      at("ada", cart, "14:20:00"),
    ]);
    expect(await reached(site, named(view, cart))).toEqual([1, 1]);
  });

  it("a value that is absent on step 2 does not take visitors out of their group", async () => {
    const site = await givenShop([
      at("ada", view, "10:00:00", { context: { device: { type: "mobile" } } }),
      at("ada", cart, "10:01:00"),
      at("ben", view, "10:00:00", { context: { device: { type: "desktop" } } }),
    ]);
    const { breakdown } = await site.ask("funnel", {
      ...range,
      steps: named(view, cart),
      windowMs: hour,
      breakdown: { by: "device" },
    });
    expect(breakdown?.map(({ value, steps }) => [value, ...steps.map((step) => step.reached)])).toEqual([
      ["desktop", 1, 0],
      ["mobile", 1, 1],
    ]);
  });

  it("a window that is open today is no drop-off", async () => {
    holdClock("2026-11-02T10:30:00Z");
    const site = await givenProject();
    await site.send([at("ada", view, "10:00:00"), at("ben", view, "09:00:00")]);
    const { steps } = await site.ask("funnel", { ...range, steps: named(view, cart), windowMs: hour });
    expect(steps[1]).toMatchObject({ reached: 0, dropped: 1, open: 1 });
  });

  it("a step nobody could reach has no rate, rather than zero or an error", async () => {
    const site = await givenShop();
    const { entered, steps } = await site.ask("funnel", {
      ...range,
      steps: named(view, cart),
      windowMs: hour,
    });
    const nothing = { part: 0, whole: 0, rate: null, low: null, high: null };
    expect({ entered, steps }).toMatchObject({
      entered: 0,
      steps: [
        { reached: 0, fromPrevious: null, fromEntry: nothing },
        {
          reached: 0,
          dropped: 0,
          open: 0,
          fromPrevious: nothing,
          fromEntry: nothing,
          matured: null,
          leak: null,
        },
      ],
    });
  });
});

describe("a goal that was deleted while a funnel uses it", () => {
  const given = async (): Promise<Site> => {
    const cartGoal: Goal = {
      key: "cart",
      name: "Cart",
      tier: "micro",
      stage: "cart",
      match: { event: cart },
      counting: "every",
      value: { none: true },
    };
    const site = await givenShop(
      [at("ada", view, "10:00:00"), at("ada", cart, "10:01:00"), at("ada", order, "10:02:00")],
      [purchase, cartGoal],
    );
    const steps = [{ event: view }, { goal: "cart" }];
    await createFunnel(site.scope, {
      key: "saved",
      name: "Saved",
      question: savedQuestion.parse({ steps, windowMs: hour }),
    });
    await deleteGoal(site.scope, { key: "cart" });
    return site;
  };
  const warnings = [{ code: "goal_deleted", message: expect.stringContaining("cart") }];

  it("leaves a funnel that says so and answers for the other steps", async () => {
    const site = await given();
    const steps = [{ event: view }, { goal: "cart" }];
    expect(await site.ask("funnel", { ...range, steps, windowMs: hour })).toMatchObject({
      steps: [{ reached: 1 }, { reached: 0, label: "cart" }],
      warnings,
    });
    const compared = await site.ask("compare", {
      ...range,
      metric: { funnel: { key: "saved" } },
      segments: [{ name: "All" }, { name: "None", filter: { did: { event: "nothing" } } }],
    });
    expect(compared).toMatchObject({
      segments: [
        { part: 0, whole: 1 },
        { part: 0, whole: 0 },
      ],
      warnings,
    });
  });

  it("leaves segments that say what was not done", async () => {
    const site = await given();
    const segment = { not: { did: { goal: "cart" } } };
    expect(await site.ask("conversions", { ...range, segment })).toMatchObject({ visitors: 1, warnings });
    const segments = [{ name: "All" }, { name: "Without", filter: segment }];
    expect(await site.ask("compare", { ...range, metric: { goal: "purchase" }, segments })).toMatchObject({
      segments: [{ whole: 1 }, { whole: 1 }],
      warnings,
    });
  });

  it("counts, and nothing is said, where goals are asked for as they were before", async () => {
    const site = await given();
    const { projectId } = site.scope;
    await asOwner()`update goal_versions set at = '2020-01-01' where project_id = ${projectId} and version = 1`;
    const asked = { ...range, goals: ["cart"], definedAt: "2020-06-01" };
    const answer = await site.ask("conversions", asked);
    expect(answer).toMatchObject({ goals: [{ key: "cart", conversions: 1 }] });
    expect(answer.warnings).toBeUndefined();
  });

  it("leaves the other goals, metrics and cells", async () => {
    const site = await given();
    const conversions = await site.ask("conversions", { ...range, goals: ["cart", "purchase"] });
    expect(conversions).toMatchObject({ goals: [{ key: "purchase", conversions: 1 }], warnings });
    const metrics = [{ goal: "cart", count: "conversions" as const }, { visitors: true as const }];
    const { points, warnings: said } = await site.ask("timeseries", { ...range, metrics });
    expect([points[1]?.values, said]).toEqual([[0, 1], warnings]);
    const matrix = await site.ask("matrix", { ...range, micros: ["cart"], windowMs: hour });
    expect(matrix).toMatchObject({ cells: [], warnings });
    await expect(site.ask("conversions", { ...range, goals: ["never"] })).rejects.toMatchObject({
      code: "invalid",
      path: "goals.0",
    });
  });
});

describe("a condition that cannot be used", () => {
  const broken = { event: view, where: { field: "property.size", op: "regex" as const, value: "(" } };
  const bad = { field: "device", op: "regex" as const, value: "(" };
  const steps = [{ event: order }, broken];
  const exclude = [{ ...broken, after: 1, before: 2 }];

  it("is refused where it stands, whether or not anything arrived", async () => {
    for (const site of [await givenShop(), await givenShop([at("ada", view, "10:00:00")])]) {
      const refusal = (path: string) => expect.objectContaining({ code: "invalid", path });
      await expect(site.ask("funnel", { ...range, steps, windowMs: hour })).rejects.toEqual(
        refusal("steps.1.where.value"),
      );
      const excluding = { ...range, steps: named(view, order), exclude, windowMs: hour };
      await expect(site.ask("funnel", excluding)).rejects.toEqual(refusal("exclude.0.where.value"));
      const two = [{ name: "All" }, { name: "Some", filter: { did: { event: view } } }];
      const compare = (funnel: object, segments: object[] = two) =>
        site.ask("compare", { ...range, metric: { funnel }, segments } as never);
      await expect(compare({ steps, windowMs: hour })).rejects.toEqual(
        refusal("metric.funnel.steps.1.where.value"),
      );
      const plain = { steps: named(view), windowMs: hour };
      await expect(compare({ ...plain, segment: bad })).rejects.toEqual(
        refusal("metric.funnel.segment.value"),
      );
      await expect(compare(plain, [{ name: "All" }, { name: "Bad", filter: bad }])).rejects.toEqual(
        refusal("segments.1.filter.value"),
      );
    }
  });
});

describe("arrival", () => {
  it("a batch that is out of order and sent again counts once, in the order things happened", async () => {
    const batch = [
      at("ada", order, "10:02:00", { properties: { order_id: "1", revenue: 5, currency: "EUR" } }),
      at("ada", view, "10:00:00"),
      at("ada", cart, "10:01:00"),
    ];
    const site = await givenShop(batch);
    await site.send(batch);
    expect(await reached(site, named(view, cart, order))).toEqual([1, 1, 1]);
    expect(await purchases(site)).toMatchObject({ conversions: 1, value: [{ currency: "EUR", minor: 500 }] });
  });

  it("a purchase whose webhook comes three times is one purchase", async () => {
    const webhook = () =>
      at("ada", order, "10:02:00", {
        context: { passive: true },
        properties: { order_id: "1", revenue: "19.90", currency: "EUR" },
      });
    const site = await givenShop([at("ada", view, "10:00:00")]);
    for (let time = 0; time < 3; time++) await site.send([webhook()]);
    expect(await purchases(site)).toEqual({
      visitors: 1,
      conversions: 1,
      converters: 1,
      value: [{ currency: "EUR", minor: 1990 }],
      part: 1,
      whole: 1,
    });
  });

  it("what somebody did before signing in is theirs", async () => {
    const site = await givenShop([at("browser-1", view, "10:00:00")]);
    await site.send([
      { type: "identify", userId: "ada", anonymousId: "browser-1", messageId: randomUUID() },
      track("elsewhere", order, {
        anonymousId: undefined,
        userId: "ada",
        timestamp: "2026-11-02T10:30:00Z",
        properties: { order_id: "1", revenue: 5, currency: "EUR" },
      }),
    ]);
    expect(await reached(site, [{ event: view }, { goal: "purchase" }])).toEqual([1, 1]);
    expect(await purchases(site)).toMatchObject({ visitors: 1, part: 1, whole: 1 });
  });

  it("a purchase that a server sends is no bot's, whatever its user agent looks like", async () => {
    const site = await givenShop();
    const sold = at("ada", order, "10:00:00", {
      context: { userAgent: "python-requests/2.32 bot" },
      properties: { order_id: "1", revenue: 5, currency: "EUR" },
    });
    await site.send([sold], {
      source: "secret",
      userAgent: "Googlebot/2.1 (+http://www.google.com/bot.html)",
    });
    expect(await purchases(site)).toMatchObject({ visitors: 1, conversions: 1 });
  });
});

describe("what became of an order", () => {
  const bought = (visitor: string, orderId: string) =>
    at(visitor, order, "10:02:00", { properties: { order_id: orderId, revenue: 40, currency: "EUR" } });
  const refunded = {
    orderId: "1",
    type: "refund",
    amountMinor: 1500,
    currency: "EUR",
    occurredAt: "2026-11-09T08:00:00Z",
  };
  const eur = (minor: number) => [{ currency: "EUR", minor }];

  it("a refund restates the day of the order, however late, often or early its notice comes", async () => {
    const site = await givenShop([bought("ada", "1")]);
    for (let time = 0; time < 3; time++) await takeAdjustments(site.scope, [refunded]);
    await takeAdjustments(site.scope, [{ ...refunded, orderId: "2" }]);
    expect(await purchases(site)).toMatchObject({ conversions: 1, value: eur(2500) });
    await site.send([bought("ben", "2")]);
    expect(await purchases(site)).toMatchObject({ conversions: 2, value: eur(5000) });
    expect(await purchases(site, { asOf: "2026-11-09" })).toMatchObject({ value: eur(8000) });
  });

  it("a cancelled order is nobody's purchase: not of a funnel, a segment, a matrix or a list", async () => {
    const site = await givenShop([at("ada", view, "10:00:00"), bought("ada", "1")]);
    const cancelled = { orderId: "1", type: "cancellation", occurredAt: refunded.occurredAt };
    await takeAdjustments(site.scope, [cancelled]);
    expect(await purchases(site)).toMatchObject({ visitors: 1, conversions: 0, part: 0, value: [] });
    expect(await reached(site, [{ event: view }, { goal: "purchase" }])).toEqual([1, 0]);
    expect(await reached(site, [{ event: view }, { event: order }])).toEqual([1, 1]);
    const segment = { did: { goal: "purchase" } };
    expect(await purchases(site, { segment })).toMatchObject({ visitors: 0 });
    expect((await site.ask("visitors", { of: { ...range, goal: "purchase" } })).total).toBe(0);
    expect((await site.ask("visitors", { of: { ...range, goal: "purchase", basis: "gross" } })).total).toBe(
      1,
    );
  });
});

describe("sums", () => {
  it("currencies are never added up, and each has its own decimals", async () => {
    const paid = (visitor: string, id: string, revenue: number, currency: string) =>
      at(visitor, order, "10:00:00", { properties: { order_id: id, revenue, currency } });
    const site = await givenShop([
      paid("ada", "1", 19.99, "EUR"),
      paid("ben", "2", 1999, "JPY"),
      paid("cleo", "3", 0.01, "EUR"),
    ]);
    expect((await purchases(site)).value).toEqual([
      { currency: "EUR", minor: 2000 },
      { currency: "JPY", minor: 1999 },
    ]);
  });

  it("a filter changes who is counted and out of how many", async () => {
    const from = (visitor: string, country: string, event: string) =>
      at(visitor, event, "10:00:00", { context: { country }, properties: { order_id: visitor } });
    const site = await givenShop([
      from("ada", "DE", order),
      from("ben", "DE", view),
      from("cleo", "FR", order),
    ]);
    const german = { segment: { field: "country", op: "is" as const, value: "DE" } };
    expect(await purchases(site, german)).toMatchObject({ visitors: 2, part: 1, whole: 2 });
    expect(await purchases(site)).toMatchObject({ visitors: 3, part: 2, whole: 3 });
  });

  it("visitors of several days are the same people, so days do not add up to the range", async () => {
    const site = await givenShop([
      at("ada", view, "10:00:00"),
      track("ada", view, { timestamp: "2026-11-03T10:00:00Z" }),
      track("ben", view, { timestamp: "2026-11-03T10:00:00Z" }),
    ]);
    const { points } = await site.ask("timeseries", { ...range, metrics: [{ visitors: true }] });
    expect(points.flatMap(({ values }) => values)).toEqual([0, 1, 2, 0, 0, 0, 0]);
    expect(await purchases(site)).toMatchObject({ visitors: 2, whole: 2 });
  });
});
