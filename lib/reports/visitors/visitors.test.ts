import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { productAnswer } from "../testing/answers";
import { asking, funnels } from "../testing/arbitrary-questions";
import { listings } from "../testing/arbitrary-visitors";
import { givenJourneys, goal } from "../testing/given-journeys";
import type { World } from "../testing/world";
import { type VisitorsQuestion, visitorsQuestion } from "./definition";

vi.setConfig({ testTimeout: 60_000 });

const buy = goal("buy", { value: { property: "property.revenue", currency: "property.currency" } });
const steps = [{ event: "view" }, { event: "cart" }, { event: "buy" }];
const hour = 3_600_000;

const ids = ({ visitors }: { visitors: { id: string }[] }): string[] => visitors.map(({ id }) => id);

describe("a visitor", () => {
  it("is listed with the whole history", () => {
    const site = givenJourneys(
      {
        ada: [
          "09:00 Page Viewed path=/ referrer=www.google.com/ country=DE device=mobile",
          "09:05 buy revenue=10",
          "+3 09:00 view country=FR device=desktop",
          "+3 09:05 buy revenue=7 currency=USD",
          "+50 12:00 Page Viewed path=/",
        ],
      },
      { goals: [buy] },
    );
    const of = { ...site.range, from: site.at("+2 00:00"), goal: "buy" };
    expect(site.visitors({ of })).toEqual({
      total: 1,
      visitors: [
        {
          id: "ada",
          firstSeen: "2026-03-02T09:00:00.000Z",
          lastSeen: "2026-04-21T12:00:00.000Z",
          sessions: 3,
          country: "FR",
          device: "desktop",
          channel: "Organic Search",
          value: [
            { currency: "EUR", minor: 1000 },
            { currency: "USD", minor: 700 },
          ],
        },
      ],
      next: null,
    });
  });

  it("is known as of a moment, with nothing that came later", () => {
    const site = givenJourneys({
      ada: ["09:00 view device=mobile", "+1 09:00 buy revenue=10 device=desktop"],
    });
    const [ada] = site.visitors({
      of: { ...site.range, segment: { field: "device", op: "exists" }, asOf: site.at("+1 00:00") },
    }).visitors;
    expect(ada).toMatchObject({ lastSeen: "2026-03-02T09:00:00.000Z", device: "mobile", sessions: 1 });
  });

  it("goes by the user's id once identified, however many anonymous ids there were", () => {
    const site = givenJourneys({
      phone: ["09:00 view", "09:01 identify user=ada"],
      laptop: ["10:00 view", "10:01 identify user=ada"],
      other: ["11:00 view"],
    });
    const { visitors } = site.visitors({ of: { ...site.range, segment: { did: { event: "view" } } } });
    expect(visitors.map(({ id, sessions }) => [id, sessions])).toEqual([
      ["other", 1],
      ["ada", 2],
    ]);
  });
});

describe("the bars of a funnel", () => {
  const site = givenJourneys(
    {
      ada: ["09:00 view device=mobile", "09:10 cart device=mobile", "09:20 buy device=mobile"],
      ben: ["09:00 view device=mobile", "09:10 cart device=mobile"],
      cem: ["09:00 view device=desktop"],
      dan: ["+1 09:00 view", "+1 09:30 cart device=desktop"],
    },
    { now: "+1 09:45" },
  );
  const funnel = { ...site.range, steps, windowMs: hour };
  const who = (step: number, kind: "reached" | "dropped" | "open", more = {}) =>
    ids(site.visitors({ of: { funnel, step, kind, ...more } }));

  it("have the visitors who reached a step, dropped out before it, or may still reach it", () => {
    expect(who(1, "reached")).toEqual(["dan", "ada", "ben", "cem"]);
    expect(who(2, "reached")).toEqual(["dan", "ada", "ben"]);
    expect(who(2, "dropped")).toEqual(["cem"]);
    expect(who(3, "reached")).toEqual(["ada"]);
    expect(who(3, "dropped")).toEqual(["ben"]);
    expect(who(3, "open")).toEqual(["dan"]);
  });

  it("have those of one row of the breakdown", () => {
    const broken = { ...funnel, breakdown: { by: "device", limit: 1 } };
    const row = (more: object) =>
      ids(site.visitors({ of: { funnel: broken, step: 1, kind: "reached", ...more } }));
    expect(row({ value: "mobile" })).toEqual(["ada", "ben"]);
    expect(row({ value: "desktop" })).toEqual(["cem"]);
    expect(row({ other: true })).toEqual(["cem"]);
    expect(row({ value: null })).toEqual(["dan"]);
    const atBuy = { ...funnel, breakdown: { by: "device", at: { step: 3 } } };
    expect(ids(site.visitors({ of: { funnel: atBuy, step: 1, kind: "reached", notReached: true } }))).toEqual(
      ["dan", "ben", "cem"],
    );
  });

  it("are as large as the list behind them, in every row", () => {
    fc.assert(
      fc.property(asking(funnels), ({ world, asked }) => {
        const question = { ...asked.question, unit: "visitor" as const };
        const answer = productAnswer({ report: "funnel", question }, world);
        const total = (of: Omit<Extract<VisitorsQuestion["of"], { step: number }>, "funnel">) =>
          productAnswer({ report: "visitors", question: { of: { funnel: question, ...of } } }, world).total;
        for (const [k, step] of answer.steps.entries()) {
          expect(total({ step: k + 1, kind: "reached" })).toBe(step.reached);
          if (step.dropped === undefined) continue;
          expect(total({ step: k + 1, kind: "dropped" })).toBe(step.dropped);
          expect(total({ step: k + 1, kind: "open" })).toBe(step.open);
        }
        for (const { value, other, notReached, entered } of answer.breakdown ?? []) {
          const row = other || notReached ? { other, notReached } : { value };
          expect(total({ step: 1, kind: "reached", ...row })).toBe(entered);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("a list", () => {
  it("can be read page by page: every visitor once, in order", () => {
    fc.assert(
      fc.property(asking(listings), ({ world, asked }) => {
        const { of } = asked.question;
        const list = (limit: number, cursor?: string) =>
          productAnswer({ report: "visitors", question: { of, limit, cursor } }, world);
        const whole = list(200);
        const pages: typeof whole.visitors = [];
        let page = list(1);
        pages.push(...page.visitors);
        while (page.next !== null) {
          page = list(1, page.next);
          expect(page.total).toBe(whole.total);
          pages.push(...page.visitors);
        }
        expect(pages).toEqual(whole.visitors);
      }),
      { numRuns: 150 },
    );
  });

  it("of more visitors than a page holds begins with those seen last", () => {
    const minute = (n: number): string =>
      `${String(Math.floor(n / 60)).padStart(2, "0")}:${String(n % 60).padStart(2, "0")}`;
    const numbers = Array.from({ length: 300 }, (_, n) => n);
    // Visitors come in an order that has nothing to do with when they were seen last.
    const site = givenJourneys(
      Object.fromEntries(numbers.map((n) => [`v${n}`, [`${minute((n * 7919) % 1000)} view`]])),
    );
    const of = { ...site.range, segment: { did: { event: "view" } } };
    const { total, visitors } = site.visitors({ of, limit: 20 });
    const latest = numbers.toSorted((a, b) => ((b * 7919) % 1000) - ((a * 7919) % 1000));
    expect(total).toBe(300);
    expect(ids({ visitors })).toEqual(latest.slice(0, 20).map((n) => `v${n}`));
  });
});

describe("a wrong question", () => {
  const range = { from: "2026-03-02", to: "2026-04-01" };
  const world: World = {
    facts: [],
    goals: [buy],
    project: { id: "p", slug: "p", name: "P", timezone: "UTC", currency: "EUR", sessionGapMs: 1_800_000 },
    now: Date.parse("2026-05-01"),
  };
  const ask = (question: VisitorsQuestion) => productAnswer({ report: "visitors", question }, world);
  const funnel = { ...range, steps, windowMs: hour };
  const path = (of: object): string | undefined =>
    visitorsQuestion.safeParse({ of }).error?.issues[0]?.path.join(".");

  it("names what is not there, and where", () => {
    expect(() => ask({ of: { ...range, goal: "sell" } })).toThrow(
      expect.objectContaining({ code: "invalid", path: "of.goal" }),
    );
    expect(() => ask({ of: { ...range, segment: "none" } })).toThrow(
      expect.objectContaining({ code: "invalid", path: "of.segment" }),
    );
    expect(() => ask({ of: { ...range, goal: "buy", to: "soon" } })).toThrow(
      expect.objectContaining({ code: "invalid", path: "of.to" }),
    );
    const lost = { ...funnel, steps: [{ event: "view" }, { goal: "sell" }] };
    expect(() => ask({ of: { funnel: lost, step: 1, kind: "reached" } })).toThrow(
      expect.objectContaining({ code: "invalid", path: "of.funnel.steps.1.goal" }),
    );
  });

  it("refuses a cursor that no answer gave", () => {
    const cursors = ["", "x", "MTIz", Buffer.from("1.2.3").toString("base64url"), "1.2"];
    for (const cursor of cursors)
      expect(() => ask({ of: { ...range, goal: "buy" }, cursor })).toThrow(
        expect.objectContaining({ code: "invalid", path: "cursor" }),
      );
  });

  it("refuses bars that a funnel does not have", () => {
    expect(path({ funnel, step: 4, kind: "reached" })).toBe("of.step");
    expect(path({ funnel, step: 1, kind: "dropped" })).toBe("of.kind");
    expect(path({ funnel, step: 2, kind: "reached", value: "mobile" })).toBe("of.value");
    const optional = { ...funnel, steps: [{ event: "view" }, { event: "cart", optional: true }] };
    expect(path({ funnel: optional, step: 2, kind: "open" })).toBe("of.kind");
  });
});

it("counts the value of the first 32 earning goals, and says which are left out", () => {
  const at = Date.parse("2026-03-02T09:00:00Z");
  const facts = ["sale0", "sale31", "sale32"].map((name, seq) => ({
    kind: "event" as const,
    seq: seq + 1,
    at: at + seq,
    name,
    userId: null,
    anonymousId: "ada",
    sessionId: null,
    passive: false,
    bot: false,
    context: {},
    properties: {},
  }));
  const world: World = {
    facts,
    goals: Array.from({ length: 33 }, (_, n) =>
      goal(`sale${n}`, { value: { fixed: { minor: 100, currency: "EUR" } } }),
    ),
    project: { id: "p", slug: "p", name: "P", timezone: "UTC", currency: "EUR", sessionGapMs: 1_800_000 },
    now: Date.parse("2026-05-01"),
  };
  const of = { from: "2026-03-02", to: "2026-04-01", goal: "sale32" };
  const { visitors, warnings } = productAnswer({ report: "visitors", question: { of } }, world);
  expect(visitors).toMatchObject([{ id: "ada", value: [{ currency: "EUR", minor: 200 }] }]);
  expect(warnings).toEqual([
    {
      code: "goals_left_out",
      message: "The value of a visitor is that of the first 32 macro goals that have one; left out: sale32.",
    },
  ]);
});
