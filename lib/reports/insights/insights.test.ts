import { describe, expect, it } from "vitest";
import { type Goal, goalDefinition } from "@/lib/goals/definition";
import { ask } from "../testing/answers";
import { goal } from "../testing/given-journeys";
import type { EventFact, World } from "../testing/world";
import { visitorsReport } from "../visitors/answer";
import { visitorsQuestion } from "../visitors/definition";
import { insightsReport } from "./answer";
import { type InsightsQuestion, insightsQuestion } from "./definition";
import { trustOf } from "./question-list";

const minute = 60_000;
const day = 1_440 * minute;
const start = Date.parse("2026-03-02");

type Step = { name: string; path?: string; properties?: Record<string, unknown> };
/** Visits that are alike: how many, what each does a minute apart, and what all their events have. */
type Crowd = { visits: number; does: readonly Step[]; context?: Record<string, string> };

const view = (path: string): Step => ({ name: "Page Viewed", path });
const event = (name: string, properties: Record<string, unknown> = {}, path?: string): Step => ({
  name,
  properties,
  path,
});
const buy = event("buy", { revenue: 50 });

const buys = goal("buy", { name: "Purchase", value: { property: "property.revenue" } });
const carts = goal("cart", { name: "Cart", tier: "micro", stage: "cart" });
const checks = goal("check", { name: "Checkout", tier: "micro", stage: "cart" });

/** Every visit is of a visitor of its own. */
const worldOf = (crowds: readonly Crowd[], goals: readonly Goal[] = [carts, checks, buys]): World => {
  const facts: EventFact[] = [];
  let who = 0;
  for (const { visits, does, context = {} } of crowds)
    for (let n = 0; n < visits; n++) {
      who++;
      for (const [place, { name, path, properties = {} }] of does.entries())
        facts.push({
          kind: "event",
          seq: facts.length + 1,
          at: start + (who % 20) * day + place * minute,
          name,
          userId: null,
          anonymousId: `visitor-${who}`,
          sessionId: null,
          passive: false,
          bot: false,
          context: { ...context, ...(path === undefined ? {} : { path }) },
          properties,
        });
    }
  const project = {
    id: "p",
    slug: "p",
    name: "P",
    timezone: "UTC",
    currency: "EUR",
    sessionGapMs: 30 * minute,
  };
  return { facts, goals, project, now: start + 100 * day };
};

const range = { from: "2026-03-02", to: "2026-03-30" };
const answerIn = (world: World, question: Partial<InsightsQuestion> = {}) =>
  ask(insightsReport, insightsQuestion.parse({ ...range, ...question }), world, undefined);

/** The only finding, with everything but what is asked elsewhere. */
const onlyFinding = (crowds: readonly Crowd[], topic: NonNullable<InsightsQuestion["topics"]>[number]) => {
  const world = worldOf(crowds);
  const { findings, asked } = answerIn(world, { topics: [topic] });
  const [finding, ...others] = findings;
  if (!finding) throw new Error(`Nothing was found in ${asked} questions.`);
  expect(others.map(({ id }) => id)).toEqual([]);
  const people =
    finding.people && ask(visitorsReport, visitorsQuestion.parse(finding.people), world, undefined);
  return { finding, people: people?.total };
};

/** So many with and without the outcome, after the same. */
const outcomes = (does: readonly Step[], bought: number, not: number): Crowd[] => [
  { visits: bought, does: [...does, buy] },
  { visits: not, does },
];

describe("the questions find what is there", () => {
  it("a slow first page", () => {
    const measured = (lcp: number) => [view("/"), event("Web Vitals", { lcp, path: "/" }, "/")];
    const { finding, people } = onlyFinding(
      [...outcomes(measured(4_000), 10, 190), ...outcomes(measured(2_500), 80, 320)],
      "speed",
    );
    expect(finding).toMatchObject({
      id: "slowPage:lcp",
      question: "slowPage",
      title: "Slow pages: LCP over 2.5 s",
      message:
        "Visits whose first page measured had an LCP over 2.5 s go together with Purchase less often: 5% of 200, against 20% of 400 of those whose first page measured was better.",
      exposed: { part: 10, whole: 200, rate: 0.05 },
      others: { part: 80, whole: 400, rate: 0.2 },
      affected: 200,
      gain: null,
      where: { metric: "lcp" },
    });
    expect(people).toBe(190);
    // 0.15 × 200 visits × 50 €, in 28 days.
    expect(finding.cost).toMatchObject({ currency: "EUR", minor: 150_000, perWeek: { minor: 37_500 } });
    expect(finding.cost?.low).toBe(Math.round(-finding.difference.high * 200 * 5_000));
    expect(finding.adjusted.ratio).toBeCloseTo(0.25);
  });

  it("an element that is pressed in anger, against those who saw the page", () => {
    const angry = [view("/pay"), event("Rage Clicked", { text: "Pay" }, "/pay")];
    const { finding, people } = onlyFinding(
      [...outcomes(angry, 5, 95), ...outcomes([view("/pay")], 200, 200), { visits: 500, does: [view("/")] }],
      "clarity",
    );
    expect(finding).toMatchObject({
      id: "rageClick:Rage Clicked:Pay:/pay",
      where: { element: "Pay", page: "/pay" },
      exposed: { part: 5, whole: 100 },
      others: { part: 200, whole: 400 },
    });
    expect(people).toBe(95);
  });

  it("a form that is left, and where", () => {
    const left = (lastField: string) => [event("Form Abandoned", { form: "pay", lastField })];
    const world = worldOf([
      ...outcomes(left("iban"), 2, 98),
      ...outcomes(left("zip"), 60, 40),
      ...outcomes([event("Form Submitted", { form: "pay" })], 120, 80),
    ]);
    const { findings } = answerIn(world, { topics: ["clarity"] });
    expect(
      Object.fromEntries(
        findings.map(({ id, exposed, others }) => [
          id,
          [exposed.part, exposed.whole, others.part, others.whole],
        ]),
      ),
    ).toEqual({
      "formLeft:pay": [62, 200, 120, 200],
      "formLeftAtField:pay:iban": [2, 100, 180, 300],
    });
  });

  it("a button that goes together with more, with a gain and no cost", () => {
    const clicked = [view("/p/1"), event("Element Clicked", { selector: "#more" }, "/p/1")];
    const { finding, people } = onlyFinding(
      [...outcomes(clicked, 60, 60), ...outcomes([view("/p/1")], 40, 360)],
      "callsToAction",
    );
    expect(finding).toMatchObject({
      question: "elementClicked",
      where: { element: "#more", page: "/p/1" },
      cost: null,
      // 0.4 × the 400 who did not × 50 €.
      gain: { minor: 800_000 },
      affected: 400,
    });
    expect(people).toBe(60);
  });

  it("a step that fewer get through on one device, priced by who goes on", () => {
    const crowds = (["mobile", "desktop"] as const).flatMap((device): Crowd[] => {
      const goesOn = device === "mobile" ? 50 : 150;
      return [
        { visits: goesOn / 2, does: [event("cart"), event("check"), buy], context: { device } },
        { visits: goesOn / 2, does: [event("cart"), event("check")], context: { device } },
        { visits: 200 - goesOn, does: [event("cart")], context: { device } },
      ];
    });
    const { finding, people } = onlyFinding(crowds, "checkout");
    expect(finding).toMatchObject({
      id: "stepByGroup:0:device:mobile",
      title: "Mobile after Cart",
      exposed: { part: 50, whole: 200 },
      others: { part: 150, whole: 200 },
      // 0.5 × 200 visits, half of whom buy for 50 €.
      cost: { minor: 250_000 },
      where: { step: "Cart", by: "device", value: "mobile" },
    });
    expect(finding.funnel).toMatchObject({
      steps: [{ goal: "cart" }, { goal: "check" }],
      breakdown: { by: "device" },
      unit: "session",
    });
    expect(people).toBe(150);
  });

  it("a way to pay that fails", () => {
    const paying = (payment_method: string) => [event("Payment Info Entered", { payment_method })];
    const { finding, people } = onlyFinding(
      [
        ...outcomes(paying("invoice"), 20, 80),
        ...outcomes(paying("card"), 80, 20),
        ...outcomes([event("Payment Info Entered", { paymentMethod: "paypal" })], 60, 40),
      ],
      "payment",
    );
    expect(finding).toMatchObject({
      id: "paymentMethod:invoice",
      exposed: { part: 20, whole: 100 },
      others: { part: 140, whole: 200 },
    });
    expect(people).toBe(80);
  });

  it("pages that reassure, seen before the cart and not after", () => {
    const world = worldOf([
      ...outcomes([view("/versand"), event("cart")], 80, 20),
      ...outcomes([event("cart"), view("/versand")], 60, 140),
    ]);
    const { findings } = answerIn(world, { topics: ["trust"] });
    expect(findings.map(({ id, exposed, others }) => [id, exposed.whole, others.part, others.whole])).toEqual(
      [
        ["trustPage:0", 100, 60, 200],
        ["trustPage:0:shipping", 100, 60, 200],
      ],
    );
  });

  it("nothing that the device explains", () => {
    const crowd = (device: string, lcp: number, bought: number, not: number): Crowd[] =>
      outcomes([event("Web Vitals", { lcp }, "/")], bought, not).map((one) => ({
        ...one,
        context: { device },
      }));
    const world = worldOf([
      ...crowd("mobile", 4_000, 40, 360),
      ...crowd("mobile", 1_000, 10, 90),
      ...crowd("desktop", 4_000, 50, 50),
      ...crowd("desktop", 1_000, 200, 200),
    ]);
    const { findings, asked } = answerIn(world, { topics: ["speed"] });
    expect(asked).toBe(3);
    expect(findings).toEqual([]);
  });
});

describe("what is not there", () => {
  it("is said topic by topic without data", () => {
    const answer = answerIn(worldOf([]));
    expect(answer).toMatchObject({ asked: 0, found: 0, shown: 0, findings: [] });
    expect(answer.notAsked.map(({ topic, reason }) => [topic, reason.split(".")[0]])).toEqual([
      ["speed", "No Web Vitals arrive"],
      ["clarity", "No Rage Clicked, Dead Clicked or form events arrive"],
      ["callsToAction", "No Element Clicked arrives"],
      ["checkout", "No visit of the range got to a step of the cart"],
      ["payment", "No Payment Info Entered with a payment_method arrives"],
      ["trust", "No page about shipping, returns, privacy, contact or the like was viewed before the macro"],
    ]);
  });

  it("needs 30 visits on both sides, a macro, and steps", () => {
    const few = worldOf([
      ...outcomes([event("Web Vitals", { inp: 900 }, "/")], 0, 29),
      ...outcomes([event("Web Vitals", { inp: 10 }, "/")], 200, 0),
    ]);
    expect(answerIn(few, { topics: ["speed"] })).toMatchObject({
      asked: 0,
      notAsked: [{ topic: "speed", reason: "Too little so far: a question needs 30 visits on both sides." }],
    });
    expect(answerIn(worldOf([], [carts]), { topics: ["checkout"] })).toMatchObject({
      macro: null,
      notAsked: [{ topic: "checkout", reason: "There is no macro goal to ask about. Say what the aim is." }],
    });
    expect(answerIn(worldOf([], [buys]), { topics: ["checkout"] }).notAsked).toEqual([
      { topic: "checkout", reason: "No micro goal has the stage cart. Make goals of the steps to the aim." },
    ]);
  });

  it("costs nothing when the aim has no value", () => {
    const worthless = goalDefinition.parse({ ...buys, value: { none: true } });
    const paying = (payment_method: string) => [event("Payment Info Entered", { payment_method })];
    const world = worldOf([...outcomes(paying("a"), 20, 80), ...outcomes(paying("b"), 80, 20)], [worthless]);
    const [finding] = answerIn(world, { topics: ["payment"] }).findings;
    expect(finding).toMatchObject({ id: "paymentMethod:a", cost: null, gain: null, affected: 100 });
  });

  it("is refused: a goal that never was, a visitor as unit, a topic that is none", () => {
    expect(() => answerIn(worldOf([]), { macro: "nothing" })).toThrow(
      "There is no goal with the key nothing.",
    );
    for (const wrong of [{ unit: "visitor" }, { topics: ["weather"] }, { topics: [] }, { limit: 0 }])
      expect(insightsQuestion.safeParse({ ...range, ...wrong }).success).toBe(false);
  });
});

describe("what counts", () => {
  it("is what came before the first macro of the visit, and the macro after it", () => {
    const late = [buy, event("Payment Info Entered", { payment_method: "card" }), buy];
    const world = worldOf([{ visits: 100, does: late }]);
    expect(answerIn(world, { topics: ["payment"] }).notAsked).toHaveLength(1);
  });

  it("is which pages make trust, but not those of the checkout", () => {
    const bits = (path: string) => trustOf(path).toString(2);
    expect([
      bits("/Versand"),
      bits("/returns-and-shipping"),
      bits("/checkout/shipping"),
      bits("/p/1"),
    ]).toEqual(["1", "11", "0", "0"]);
  });

  it("lists as many findings as asked for, those that cost most at least first", () => {
    const paying = (payment_method: string) => [event("Payment Info Entered", { payment_method })];
    const world = worldOf([
      ...outcomes(paying("a"), 20, 80),
      ...outcomes(paying("b"), 60, 240),
      ...outcomes(paying("c"), 800, 200),
    ]);
    const all = answerIn(world, { topics: ["payment"] });
    expect(all).toMatchObject({ asked: 3, found: 2, shown: 2 });
    expect(all.findings.map(({ id }) => id)).toEqual(["paymentMethod:b", "paymentMethod:a"]);
    const one = answerIn(world, { topics: ["payment"], limit: 1 });
    expect(one).toMatchObject({ found: 2, shown: 1, findings: all.findings.slice(0, 1) });
  });
});
