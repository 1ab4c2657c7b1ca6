import { describe, expect, it } from "vitest";
import { randomNumbers } from "@/lib/statistics/random-numbers";
import { productAnswer } from "../testing/answers";
import { goal } from "../testing/given-journeys";
import type { EventFact, World } from "../testing/world";

// Visitors whose behaviour is known, so that what a matrix says of it can be checked.

const hour = 3_600_000;
const day = 24 * hour;
const start = Date.parse("2026-03-02");

type Random = () => number;

/** How a visitor behaves in each session: what came before may matter. */
type Visitor = {
  sessions: number;
  /** How it came; not stated is directly. */
  medium?: string;
  wishes: number;
  buys: (hasWished: boolean) => number;
};

const goals = [goal("wish", { tier: "micro", stage: "interaction" }), goal("buy")];

/** Daily sessions of three views, with a wish and a purchase somewhere among them if there is one. */
const factsOf = (visitor: Visitor, who: string, random: Random, facts: EventFact[]): void => {
  let hasWished = false;
  for (let session = 0; session < visitor.sessions; session++) {
    const names = Array.from({ length: 3 }, () => "view");
    const buys = random() < visitor.buys(hasWished);
    const wishes = random() < visitor.wishes;
    for (const name of [buys ? "buy" : "", wishes ? "wish" : ""])
      if (name) names.splice(Math.floor(random() * (names.length + 1)), 0, name);
    hasWished ||= wishes;
    const traffic: Record<string, string> = visitor.medium ? { "utm.medium": visitor.medium } : {};
    for (const [place, name] of names.entries())
      facts.push({
        kind: "event",
        seq: facts.length + 1,
        at: start + session * day + place * 60_000,
        name,
        userId: null,
        anonymousId: who,
        sessionId: null,
        passive: false,
        bot: false,
        context: { path: "/", ...traffic },
        properties: {},
      });
  }
};

const cellOf = (visitors: number, seed: number, behave: (random: Random) => Visitor) => {
  const random = randomNumbers(seed);
  const facts: EventFact[] = [];
  for (let n = 0; n < visitors; n++) factsOf(behave(random), `visitor-${n}`, random, facts);
  const project = { id: "p", slug: "p", name: "P", timezone: "UTC", currency: "EUR", sessionGapMs: hour / 2 };
  const world: World = { facts, goals, project, now: start + 100 * day };
  const question = {
    from: new Date(start).toISOString(),
    to: new Date(start + 30 * day).toISOString(),
    windowMs: 2.5 * day,
  };
  const [cell] = productAnswer({ report: "matrix", question }, world).cells;
  if (!cell) throw new Error("There is no cell.");
  return { ...cell, naive: naiveLift(facts) };
};

/** What comparing people says: those who did something at any time with those who never did. */
const naiveLift = (facts: readonly EventFact[]): number => {
  const all = new Set(facts.map((fact) => fact.anonymousId));
  const who = (name: string) =>
    new Set(facts.filter((fact) => fact.name === name).map((fact) => fact.anonymousId));
  const [wished, bought] = [who("wish"), who("buy")];
  const rate = (people: (string | null)[]) => people.filter((one) => bought.has(one)).length / people.length;
  return rate([...wished]) / rate([...all].filter((one) => !wished.has(one)));
};

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("a micro goal without any effect", () => {
  /** What a hundred shops say: how many intervals hold the truth, and what all of them come to. */
  const hundred = (behave: (random: Random) => Visitor) => {
    const cells = Array.from({ length: 100 }, (_, seed) => cellOf(250, 1000 + seed, behave));
    const holds = (interval: { low: number | null; high: number | null } | null, truth: number) =>
      (interval?.low ?? 0) <= truth && truth <= (interval?.high ?? 0);
    return {
      lifts: cells.filter(({ lift }) => holds(lift, 1)).length,
      differences: cells.filter(({ difference }) => holds(difference, 0)).length,
      adjusted: cells.filter(({ adjusted }) => holds(adjusted, 1)).length,
      useful: cells.filter(({ verdict }) => verdict === "useful").length,
      meanLift: mean(cells.map(({ lift }) => lift?.ratio ?? Number.NaN)),
      naive: mean(cells.map(({ naive }) => naive)),
    };
  };

  it.each([
    [
      "visitors differ in how active they are and how ready to buy",
      (random: Random): Visitor => {
        const ready = random() ** 2 / 2;
        return { sessions: 1 + Math.floor(random() * 6), wishes: 0.25, buys: () => ready };
      },
    ],
    [
      "the busy do more of everything",
      (random: Random): Visitor => {
        const sessions = random() < 0.7 ? 1 + Math.floor(random() * 2) : 8 + Math.floor(random() * 8);
        return { sessions, wishes: 0.2, buys: () => 0.12 };
      },
    ],
  ])("has a lift of one where %s", (_, behave) => {
    const { lifts, differences, adjusted, useful, meanLift, naive } = hundred(behave);
    expect(lifts).toBeGreaterThanOrEqual(93);
    expect(differences).toBeGreaterThanOrEqual(93);
    expect(adjusted).toBeGreaterThanOrEqual(93);
    expect(useful).toBeLessThanOrEqual(5);
    expect(meanLift).toBeCloseTo(1, 1);
    // Groups that are told apart by what came later are not alike.
    expect(naive).toBeGreaterThan(1.25);
  });
});

describe("a micro goal with an effect", () => {
  it("is useful", () => {
    const { lift, adjusted, verdict } = cellOf(1500, 7, (random) => ({
      sessions: 1 + Math.floor(random() * 6),
      wishes: 0.25,
      buys: (hasWished) => (hasWished ? 0.3 : 0.12),
    }));
    expect(lift?.low).toBeGreaterThan(1.3);
    expect(adjusted.low).toBeGreaterThan(1.3);
    expect(verdict).toBe("useful");
  });
});

describe("a micro goal that only tells where visitors come from", () => {
  it("has a lift, none among visitors who come the same way, and is vanity", () => {
    const { lift, adjusted, verdict } = cellOf(5000, 7, (random) => {
      const isPaid = random() < 0.5;
      return {
        sessions: 4,
        medium: isPaid ? "cpc" : "email",
        wishes: isPaid ? 0.6 : 0.15,
        buys: () => (isPaid ? 0.45 : 0.2),
      };
    });
    expect(lift?.low).toBeGreaterThan(1.2);
    expect(adjusted).toMatchObject({ strataUsed: 4, strataSkipped: 0 });
    expect(adjusted.ratio).toBeGreaterThan(0.95);
    expect(adjusted.ratio).toBeLessThan(1.05);
    expect(verdict).toBe("vanity");
  });
});
