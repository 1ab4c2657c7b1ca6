import { describe, expect, it } from "vitest";
import type { Goal } from "@/lib/goals/definition";
import { parseInput } from "@/lib/parse-input";
import { proportion } from "@/lib/statistics/wilson";
import { givenJourneys, goal } from "../testing/given-journeys";
import { type MatrixAnswer, type MatrixQuestion, matrixQuestion } from "./definition";

const micro = (key: string, stated: Partial<Goal> = {}): Goal =>
  goal(key, { tier: "micro", stage: "cart", ...stated });
const revenue = { property: "property.revenue", currency: "property.currency" } as const;
const cart = micro("cart");
const buy = goal("buy", { value: revenue });
const goals = [cart, buy];

const only = ({ cells }: Pick<MatrixAnswer, "cells">) => {
  const [cell] = cells;
  if (!cell || cells.length > 1) throw new Error("There is not just one cell.");
  return cell;
};
/** Reached, converted, open; then moments with the macro after them, all, and open ones. */
const counts = (answer: Pick<MatrixAnswer, "cells">) => {
  const { reached, converted, open, rate, without, withoutOpen } = only(answer);
  expect(rate.part).toBe(converted);
  expect(rate.whole).toBe(reached - open);
  return [reached, converted, open, without.part, without.whole, withoutOpen];
};
/** Converted and all sessions that end exposed, then unexposed, in the strata used; then strata used and skipped. */
const landmarks = (answer: Pick<MatrixAnswer, "cells">) => {
  const { exposed, unexposed, strataUsed, strataSkipped } = only(answer).adjusted;
  return [exposed.part, exposed.whole, unexposed.part, unexposed.whole, strataUsed, strataSkipped];
};

describe("a whole answer", () => {
  it("states reached, rates, lifts, times and money", () => {
    const site = givenJourneys(
      {
        ada: ["09:00 view", "09:10 cart", "09:40 buy revenue=20"],
        ben: ["09:00 view", "09:05 cart"],
        cy: ["09:00 view", "09:10 view", "09:20 buy revenue=10"],
        dee: ["09:00 view"],
        fay: ["09:00 view", "12:00 buy revenue=30"],
      },
      { goals },
    );
    const answer = site.matrix();
    expect(answer).toEqual({
      unit: "visitor",
      micros: [{ key: "cart", name: "cart", tier: "micro", stage: "cart" }],
      macros: [{ key: "buy", name: "buy", tier: "macro", stage: "sale" }],
      cells: [
        {
          micro: "cart",
          macro: "buy",
          reached: 2,
          converted: 1,
          open: 0,
          rate: proportion(1, 2),
          // Each visitor's first view: three of five bought within a day.
          without: {
            part: 3,
            whole: 5,
            rate: 0.6,
            low: expect.closeTo(0.2046, 4),
            high: expect.closeTo(0.8974, 4),
          },
          withoutOpen: 0,
          lift: { ratio: expect.closeTo(5 / 6), low: expect.any(Number), high: expect.any(Number) },
          difference: {
            estimate: expect.closeTo(-0.1),
            low: expect.any(Number),
            high: expect.any(Number),
            pValue: expect.any(Number),
          },
          share: 1 / 3,
          shareOf: proportion(1, 3),
          medianSeconds: 1800,
          seconds: { p25: 1800, p75: 1800, p90: 1800 },
          revenue: [{ currency: "EUR", minor: 2000 }],
          notConverted: [],
          // 20.00 by one of two: t of one degree of freedom times 10.00.
          earned: {
            currency: "EUR",
            minor: 1000,
            low: expect.closeTo(-11_706.2, 1),
            high: expect.closeTo(13_706.2, 1),
          },
          earnedOverBaseline: null,
          // At the end of a visit without purchase ben had a cart; dee and fay had none, and fay bought later.
          adjusted: {
            ratio: 0,
            low: expect.any(Number),
            high: expect.any(Number),
            pValue: expect.closeTo(0.4795, 4),
            adjustedPValue: expect.closeTo(0.4795, 4),
            exposed: { part: 0, whole: 1 },
            unexposed: { part: 1, whole: 2 },
            strataUsed: 1,
            strataSkipped: 0,
          },
          verdict: "cannotTell",
          verdictReason: "tooFew",
        },
      ],
    });
  });

  it("says nothing where nobody came", () => {
    const nothing = proportion(0, 0);
    expect(only(givenJourneys({ ada: ["+40 09:00 cart"] }, { goals }).matrix())).toMatchObject({
      reached: 0,
      rate: nothing,
      without: nothing,
      lift: null,
      difference: null,
      share: null,
      medianSeconds: null,
      seconds: null,
      revenue: [],
      earned: null,
      earnedOverBaseline: null,
      adjusted: { ratio: null, low: null, high: null, pValue: null, adjustedPValue: null },
      verdict: "cannotTell",
      verdictReason: "notComparable",
    });
  });

  it("has no cells without goals, or with goals of one tier alone", () => {
    expect(givenJourneys({ ada: ["09:00 cart"] }).matrix()).toMatchObject({
      micros: [],
      macros: [],
      cells: [],
    });
    expect(givenJourneys({ ada: ["09:00 cart"] }, { goals: [cart] }).matrix().cells).toEqual([]);
    expect(givenJourneys({ ada: ["09:00 cart"] }, { goals }).matrix({ micros: [] }).cells).toEqual([]);
  });
});

describe("which goals", () => {
  const view = micro("view");
  const lead = goal("lead");
  const site = givenJourneys(
    { ada: ["09:00 view", "09:01 cart", "09:02 buy"] },
    { goals: [view, lead, cart, buy] },
  );
  const pairs = (question: Partial<MatrixQuestion> = {}) =>
    site.matrix(question).cells.map((cell) => `${cell.micro} → ${cell.macro}`);

  it("are all micro and all macro goals, or those that are named, of either tier", () => {
    expect(pairs()).toEqual(["view → lead", "cart → lead", "view → buy", "cart → buy"]);
    expect(pairs({ macros: ["buy"] })).toEqual(["view → buy", "cart → buy"]);
    expect(pairs({ macros: ["cart"] })).toEqual(["view → cart"]);
    expect(pairs({ micros: ["lead"] })).toEqual(["lead → buy"]);
    expect(pairs({ micros: ["lead", "view"], macros: ["buy"] })).toEqual(["lead → buy", "view → buy"]);
  });

  it("must be there, once, and on one side", () => {
    const invalid = (path: string) => expect.objectContaining({ code: "invalid", path });
    const range = { from: "2026-03-02", to: "2026-03-03", windowMs: 1 };
    const parse = (question: object) => () => parseInput(matrixQuestion, { ...range, ...question });
    expect(() => pairs({ macros: ["gone"] })).toThrow(invalid("macros.0"));
    expect(() => pairs({ micros: ["view", "gone"] })).toThrow(invalid("micros.1"));
    expect(parse({ macros: ["buy"], micros: ["cart", "buy"] })).toThrow(invalid("micros.1"));
    expect(parse({ macros: ["buy", "buy"] })).toThrow(invalid("macros.1"));
    expect(parse({ unit: "session" })).toThrow(invalid("unit"));
    for (const windowMs of [0, -1, 1.5, 400 * 86_400_000])
      expect(parse({ windowMs })).toThrow(invalid("windowMs"));
    expect(parse({ window: "1d" })).toThrow(invalid("window"));
  });

  it("may be more than one scan holds, and each is counted as if alone", () => {
    const many = Array.from({ length: 45 }, (_, n) =>
      (n % 9 === 0 ? goal : micro)(`goal-${n}`, { match: { event: `step ${n % 7}` } }),
    );
    const lines = Array.from(
      { length: 30 },
      (_, n) => `${n < 15 ? "" : "+1 "}0${n % 10}:${10 + n} step ${(n * n) % 11}`,
    );
    const shop = givenJourneys({ ada: lines, ben: lines.slice(7), cy: lines.slice(20) }, { goals: many });
    const { cells } = shop.matrix();
    expect(cells).toHaveLength(40 * 5);
    const alone = shop.matrix({ micros: ["goal-44"], macros: ["goal-36"] });
    const { adjusted: _, ...found } =
      cells.find((cell) => cell.micro === "goal-44" && cell.macro === "goal-36") ?? {};
    expect(only(alone)).toMatchObject(found);
  });

  it("is refused where it takes more than eight scans, which a segment can bring about", () => {
    const twenty = (tier: typeof goal, name: string) =>
      Array.from({ length: 20 }, (_, n) => tier(`${name}${n}`));
    const shop = givenJourneys(
      { ada: ["09:00 view"] },
      { goals: [...twenty(micro, "m"), ...twenty(goal, "a")] },
    );
    const segment = { or: Array.from({ length: 26 }, (_, n) => ({ did: { event: `event ${n}` } })) };
    expect(shop.matrix().cells).toHaveLength(400);
    expect(() => shop.matrix({ segment })).toThrow(
      expect.objectContaining({
        code: "invalid",
        path: "micros",
        message:
          "A matrix of 20 micro and 20 macro goals takes too long with this segment. Name fewer goals in micros and macros, or fewer events in the segment.",
      }),
    );
    const [micros, macros] = [
      ["m0", "m1", "m2"],
      ["a0", "a1", "a2"],
    ];
    expect(shop.matrix({ segment, micros, macros }).cells).toHaveLength(9);
  });
});

describe("reached and converted", () => {
  const rateOf = (
    lines: readonly string[],
    question: Parameters<ReturnType<typeof givenJourneys>["matrix"]>[0] = {},
  ) => counts(givenJourneys({ ada: lines }, { goals }).matrix(question)).slice(0, 2);

  it("is by the first micro, with no macro before it in the range", () => {
    expect(rateOf(["09:00 cart", "12:00 cart", "+1 10:00 buy"])).toEqual([1, 0]);
    expect(rateOf(["09:00 buy", "09:10 cart", "09:20 buy"])).toEqual([0, 0]);
    const site = givenJourneys({ ada: ["09:00 buy", "09:10 cart", "09:20 buy"] }, { goals });
    expect(counts(site.matrix({ from: site.at("09:05") })).slice(0, 2)).toEqual([1, 1]);
  });

  it("ends with the window, its last millisecond included, and may lie after the range", () => {
    expect(rateOf(["09:00 cart", "+1 09:00 buy"])).toEqual([1, 1]);
    expect(rateOf(["09:00 cart", "+1 09:00:00.001 buy"])).toEqual([1, 0]);
    const site = givenJourneys({ ada: ["23:00 cart", "+1 01:00 buy"] }, { goals });
    expect(counts(site.matrix({ to: site.at("+1 00:00") })).slice(0, 2)).toEqual([1, 1]);
  });

  it("takes events of one millisecond in order of arrival", () => {
    expect(rateOf(["09:00 cart", "09:00 buy"])).toEqual([1, 1]);
    expect(rateOf(["09:00 buy", "09:00 cart"])).toEqual([0, 0]);
  });

  it("lets an event that is both reach the micro and wait for the next macro", () => {
    const both = [micro("any", { match: { any: [{ event: "cart" }, { event: "buy" }] } }), buy];
    const site = givenJourneys({ ada: ["09:00 buy"], ben: ["09:00 buy", "09:30 buy"] }, { goals: both });
    expect(counts(site.matrix()).slice(0, 2)).toEqual([2, 1]);
    expect(only(site.matrix())).toMatchObject({ medianSeconds: 1800, shareOf: { part: 0, whole: 2 } });
  });

  it("shares who reached the macro among those whom the micro preceded and others, whatever the window", () => {
    const site = givenJourneys(
      {
        ada: ["09:00 cart", "+5 09:00 buy"],
        ben: ["09:00 buy", "09:10 cart"],
        cy: ["09:00 cart"],
        dee: ["09:00 buy"],
      },
      { goals },
    );
    expect(only(site.matrix()).shareOf).toEqual(proportion(1, 3));
  });

  it("leaves out who only has passive events, and takes passive events of others", () => {
    const site = givenJourneys(
      {
        hook: ["09:00 cart (passive)", "09:10 buy (passive)"],
        ada: ["09:00 cart", "12:00 buy (passive)"],
      },
      { goals },
    );
    expect(counts(site.matrix())).toEqual([1, 1, 0, 0, 0, 0]);
    expect(only(site.matrix()).shareOf).toEqual(proportion(1, 1));
  });
});

describe("without", () => {
  const without = (lines: readonly string[], others: readonly Goal[] = goals) =>
    counts(givenJourneys({ ada: lines }, { goals: others }).matrix()).slice(3, 5);

  it("has a moment for each session before the first micro and macro, whatever happens later", () => {
    const lines = [
      "09:00 view",
      "12:00 view",
      "+3 09:00 view",
      "+3 09:10 cart",
      "+3 09:20 buy",
      "+4 09:00 view",
    ];
    expect(without(lines)).toEqual([1, 3]);
  });

  it("is at the middle event, of two the earlier, that is neither micro nor macro", () => {
    expect(without(["09:00 view", "09:10 view", "09:15 cart", "09:20 view", "+1 09:10 buy"])).toEqual([1, 1]);
    expect(without(["09:00 view", "09:10 view", "09:15 cart", "09:20 view", "+1 09:10:00.001 buy"])).toEqual([
      0, 1,
    ]);
    // Of four the second, of five the third, which comes after the micro.
    const busy = ["09:00 view", "09:10 view", "09:15 cart", "09:20 view", "09:25 view"];
    expect(without(busy)).toEqual([0, 1]);
    expect(without([...busy, "09:30 view"])).toEqual([0, 0]);
    expect(without(["09:00 cart", "09:10 view", "09:20 view"])).toEqual([0, 0]);
  });

  it("is never at a passive event", () => {
    expect(without(["09:00 view", "09:10 hook (passive)", "09:20 hook (passive)", "+1 09:00 buy"])).toEqual([
      1, 1,
    ]);
    expect(without(["09:00 hook (passive)"])).toEqual([0, 0]);
  });

  it("has no moment for a session that began before the range", () => {
    const site = givenJourneys({ ada: ["08:50 view", "09:10 view", "12:00 view"] }, { goals });
    expect(counts(site.matrix({ from: site.at("09:00") }))[4]).toBe(1);
    expect(counts(site.matrix({ to: site.at("09:00") }))[4]).toBe(1);
  });

  it("tells sessions apart by their ids, however they interleave", () => {
    const tabs = [
      "09:00 view session=a",
      "09:01 view session=b",
      "09:02 view session=a",
      "09:03 cart session=b",
      "09:04 view session=a",
    ];
    // The middle of the first tab comes before the cart in the second.
    expect(without(tabs)).toEqual([0, 2]);
    expect(without([...tabs, "09:05 view session=a", "09:06 view session=a"])).toEqual([0, 1]);
  });

  it("is less certain than as many visitors, as moments of one are alike", () => {
    const again = (who: string, last: string) =>
      [who, ["09:00 view", "10:00 view", "11:00 view", "12:00 view", last]] as const;
    const site = givenJourneys(
      Object.fromEntries([
        ...["a", "b", "c"].map((who) => again(who, "13:00 buy")),
        ...["d", "e"].map((who) => again(who, "13:00 view")),
      ]),
      { goals },
    );
    const { part, whole, low, high } = only(site.matrix()).without;
    expect([part, whole]).toEqual([12, 22]);
    const naive = proportion(12, 22);
    expect((high ?? 0) - (low ?? 0)).toBeGreaterThan(1.5 * ((naive.high ?? 0) - (naive.low ?? 0)));
  });
});

describe("a window that is still open", () => {
  const site = givenJourneys(
    { ada: ["08:00 view", "09:00 cart", "09:30 buy"], ben: ["09:00 view", "09:10 view", "09:10 cart"] },
    { goals },
  );
  const at = (asOf: string) => counts(site.matrix({ window: "1h", asOf: site.at(asOf) }));

  it("leaves out who could still convert, and who did early, on both sides", () => {
    expect(at("09:31")).toEqual([2, 0, 2, 0, 1, 1]);
    expect(at("09:59:59.999")).toEqual([2, 0, 2, 0, 1, 1]);
    expect(at("10:00")).toEqual([2, 1, 1, 0, 2, 0]);
    expect(at("10:10")).toEqual([2, 1, 0, 0, 2, 0]);
  });
});

describe("the adjusted lift", () => {
  const ends = (journeys: Record<string, readonly string[]>) =>
    landmarks(givenJourneys(journeys, { goals }).matrix());

  it("compares ends of sessions without macro so far, before and with the first micro, not after", () => {
    expect(
      ends({
        ada: ["09:00 view", "12:00 cart", "15:00 view", "+1 12:00 buy"],
        ben: ["09:00 view", "12:00 view", "15:00 cart", "15:10 buy", "18:00 view"],
        cy: ["09:00 cart", "09:01 cart"],
        dee: ["09:00 view"],
      }),
      // First sessions: ada, ben, dee without, cy with. Others: ada with, ben without.
    ).toEqual([1, 2, 2, 4, 2, 0]);
  });

  it("takes a purchase told by a webhook for one of the same visit", () => {
    const visit = ["09:00 view", "09:10 cart"];
    expect(ends({ ada: [...visit, "09:20 buy (passive)"], ben: visit, cy: ["09:00 view"] })).toEqual([
      0, 1, 0, 1, 1, 0,
    ]);
    expect(ends({ ada: [...visit, "09:41 buy (passive)"], ben: visit, cy: ["09:00 view"] })).toEqual([
      1, 2, 0, 1, 1, 0,
    ]);
  });

  it("runs from the last event that is not passive", () => {
    const other = { ben: ["09:00 view"] };
    const ended = (buys: string) =>
      ends({ ada: ["09:00 cart", "09:10 view", "09:20 hook (passive)", buys], ...other });
    expect(ended("+1 09:10 buy").slice(0, 2)).toEqual([1, 1]);
    expect(ended("+1 09:10:00.001 buy").slice(0, 2)).toEqual([0, 1]);
  });

  it("compares like with like: channel, device, and who is new", () => {
    const paid = "utm.source=google utm.medium=cpc";
    expect(
      ends({
        ada: [`09:00 cart device=mobile ${paid}`, "12:00 cart"],
        ben: [`09:00 view ${paid}`, "09:01 view device=mobile"],
        cy: ["09:00 view device=mobile"],
        dee: [`09:00 view device=desktop ${paid}`],
      }),
    ).toEqual([0, 1, 0, 1, 1, 2]);
    // New is who was never there before, also before the range.
    const site = givenJourneys({ ada: ["09:00 view", "+1 09:00 cart"], ben: ["+1 09:00 view"] }, { goals });
    expect(landmarks(site.matrix())).toEqual([0, 0, 0, 0, 0, 2]);
    expect(landmarks(site.matrix({ from: site.at("+1 00:00") }))).toEqual([0, 0, 0, 0, 0, 2]);
  });
});

describe("money", () => {
  it("is what the first macro within the window was worth, by visitor who reached the micro", () => {
    const site = givenJourneys(
      {
        ada: ["09:00 view", "09:10 cart", "09:40 buy revenue=20", "09:50 buy revenue=999"],
        ben: ["09:00 view", "09:10 cart", "09:40 buy revenue=40"],
        cy: ["09:00 view", "09:10 cart", "+2 09:40 buy revenue=999"],
        dee: ["09:00 view", "09:10 view"],
      },
      { goals },
    );
    const cell = only(site.matrix());
    expect(cell).toMatchObject({
      revenue: [{ currency: "EUR", minor: 6000 }],
      earned: { currency: "EUR", minor: 2000 },
    });
    // Two of three after a cart and two of four moments before, at 30.00 a purchase.
    expect(cell.earnedOverBaseline).toMatchObject({
      currency: "EUR",
      minor: expect.closeTo((2 / 3 - 1 / 2) * 3000),
    });
  });

  it("is nothing to speak of for a macro without value, and 0 where nobody paid", () => {
    const lines = { ada: ["09:00 cart", "09:40 buy"], ben: ["09:00 cart"] };
    expect(only(givenJourneys(lines, { goals: [cart, goal("buy")] }).matrix()).earned).toBeNull();
    expect(only(givenJourneys(lines, { goals }).matrix()).earned).toMatchObject({
      minor: 0,
      low: 0,
      high: 0,
    });
  });

  it("in another currency is listed, and left out of what is earned where there is no rate", () => {
    const lines = { ada: ["09:00 cart", "09:40 buy revenue=1500 currency=JPY"], ben: ["09:00 cart"] };
    const site = givenJourneys(lines, { goals });
    expect(only(site.matrix())).toMatchObject({
      revenue: [{ currency: "JPY", minor: 1500 }],
      notConverted: ["JPY"],
      earned: null,
    });
    expect(site.matrix().warnings).toEqual([
      { code: "not_converted", message: expect.stringContaining("JPY") },
    ]);
    const some = givenJourneys({ ...lines, cy: ["09:00 cart", "09:30 buy revenue=3"] }, { goals });
    expect(only(some.matrix())).toMatchObject({ notConverted: ["JPY"], earned: { minor: 100 } });
  });
});

describe("a segment", () => {
  it("keeps or drops whole visitors on both sides", () => {
    const site = givenJourneys(
      {
        ada: ["09:00 view device=mobile", "09:10 cart", "09:20 buy device=desktop"],
        ben: ["09:00 view device=mobile"],
        cy: ["09:00 view device=desktop", "09:10 cart"],
      },
      { goals },
    );
    const on = (op: "is" | "isNot") =>
      counts(site.matrix({ segment: { field: "device", op, value: "mobile" } }));
    expect(on("is")).toEqual([1, 1, 0, 1, 2, 0]);
    expect(on("isNot")).toEqual([1, 0, 0, 0, 1, 0]);
  });
});
