import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { Report } from "../report";
import { ask } from "../testing/answers";
import { windows } from "../testing/arbitrary-questions";
import { goalKeys, groupField, segment, some } from "../testing/arbitrary-rules";
import { worlds } from "../testing/arbitrary-worlds";
import { goal } from "../testing/given-journeys";
import { type InFlight, referenceInFlight } from "../testing/reference-pipeline";
import type { Compactions, EventFact, World } from "../testing/world";
import { pipelineReport } from "./answer";
import { cellOf, habit } from "./cells";
import { type PipelineQuestion, pipelineQuestion, type Question } from "./definition";
import type { PipelinePartial, PipelineSurvey } from "./fold";
import type { GroupCounts } from "./group-counts";
import { momentsOf } from "./moments";
import { pipelineGoals } from "./pipeline-goals";
import { addCellCounts, addTallies, type CellCounts } from "./tallies";

vi.setConfig({ testTimeout: 120_000 });

type Counts = { counts: object; read: object };

const cellsOf = (question: Question, world: World): number =>
  pipelineGoals(question, { ...world, ...nothing(world) }).micros.length * 18;

const nothing = ({ goals }: World) => ({
  goals,
  rules: new Map(goals.map(({ key, match }) => [key, match])),
  segments: new Map(),
  funnels: new Map(),
  rates: [],
  adjustments: [],
});

/** Visitors by cell of each group that has any. */
const byLabel = (groups: readonly GroupCounts[]): Record<string, Record<string, number>> => {
  const found: Record<string, Record<string, number>> = {};
  for (const { labels, counts } of groups)
    for (const [row, { value, other }] of labels.entries()) {
      const name = other ? "other" : JSON.stringify(value);
      found[name] ??= {};
      addTo(found[name], sparse(counts[row] ?? new Float64Array(0)));
    }
  return Object.fromEntries(Object.entries(found).filter(([, cells]) => Object.keys(cells).length > 0));
};

const sparse = (counts: CellCounts): Record<string, number> =>
  Object.fromEntries(
    [...counts.entries()].flatMap(([cell, many]) => (many === 0 ? [] : [[String(cell), many]])),
  );

const addTo = (sums: Record<string, number>, more: Record<string, number>): void => {
  for (const [cell, many] of Object.entries(more)) sums[cell] = (sums[cell] ?? 0) + many;
};

/** What the parts of a world count, in a form that can be compared. */
const counted = (question: Question, world: World, compactions?: Compactions): object => {
  const cells = cellsOf(question, world);
  const report: Report<Question, PipelineSurvey, PipelinePartial, Counts> = {
    needs: pipelineReport.needs,
    survey: pipelineReport.survey,
    fold: pipelineReport.fold,
    answer: (_, partials) => {
      const { visitors, converted, value, squares, known, missing } = addTallies(
        partials.map(({ tallies }) => tallies),
      );
      const groupsAt = (place: 0 | 1) => byLabel(partials.flatMap(({ groups }) => groups?.[place] ?? []));
      const segmentsAt = (place: 0 | 1) =>
        (question.segments ?? []).map((_, s) =>
          sparse(
            addCellCounts(
              cells,
              partials.flatMap(({ segments }) => segments[place][s] ?? []),
            ),
          ),
        );
      return {
        counts: {
          visitors: sparse(visitors),
          converted: sparse(converted),
          value: sparse(value),
          squares: sparse(squares),
          known: sparse(known),
          missing: [...missing].sort(),
          groups: [groupsAt(0), groupsAt(1)],
          segments: [segmentsAt(0), segmentsAt(1)],
        },
        read: {},
      };
    },
  };
  return ask(report, question, world, compactions).counts;
};

/** The same from the meaning of the words. */
const expected = (question: Question, world: World): object => {
  const { at } = momentsOf(question, world);
  const asOf = at[0] ?? 0;
  const { micros } = pipelineGoals(question, { ...world, ...nothing(world) });
  const cells = micros.length * 18;
  const cellOfOne = ({ micro, recency, habit: one }: InFlight): number =>
    cellOf(
      micros.findIndex(({ key }) => key === micro),
      recency,
      habit[one],
    );
  const sums = {
    visitors: {} as Record<string, number>,
    converted: {} as Record<string, number>,
    value: {} as Record<string, number>,
    squares: {} as Record<string, number>,
    known: {} as Record<string, number>,
  };
  const missing = new Set<string>();
  const groups: Record<string, Record<string, number>>[] = [{}, {}];
  const segments = [0, 1].map(() => (question.segments ?? []).map((): Record<string, number> => ({})));
  for (const [place, moment] of at.entries())
    for (const one of referenceInFlight(question, { moment, asOf }, world)) {
      const cell = cellOfOne(one);
      const key = String(place * cells + cell);
      addTo(sums.visitors, { [key]: 1 });
      if (one.converted) addTo(sums.converted, { [key]: 1 });
      if (typeof one.brought === "string") missing.add(one.brought);
      if (typeof one.brought === "number") {
        addTo(sums.known, { [String(place)]: 1 });
        if (one.brought !== 0) {
          addTo(sums.value, { [key]: one.brought });
          addTo(sums.squares, { [key]: one.brought ** 2 });
        }
      }
      const ofMoment = groups[place];
      if (question.by !== undefined && ofMoment) {
        const name = JSON.stringify(one.text);
        ofMoment[name] ??= {};
        addTo(ofMoment[name], { [String(cell)]: 1 });
      }
      for (const [s, { name }] of (question.segments ?? []).entries())
        if (one.segments.includes(name)) addTo(segments[place]?.[s] ?? {}, { [String(cell)]: 1 });
    }
  return { ...sums, missing: [...missing].sort(), groups, segments };
};

const day = 86_400_000;

const questions = (world: World): fc.Arbitrary<PipelineQuestion> => {
  const times = world.facts.flatMap((fact) => (fact.kind === "event" ? [fact.at] : []));
  return fc
    .record({
      at: fc.constantFrom(...times, world.now),
      later: fc.constantFrom(0, 1, 60_000, 3_600_000, day, 3 * day, 7 * day, 8 * day, 35 * day),
      macro: fc.constantFrom<string[]>(...goalKeys),
      all: fc.boolean(),
      windowMs: fc.constantFrom(...windows, 14 * day),
      by: some(groupField, 4),
      segments: some(
        fc
          .array(segment, { minLength: 1, maxLength: 2 })
          .map((filters) => filters.map((filter, n) => ({ name: `segment ${n}`, filter }))),
        3,
      ),
      segment: some(segment, 2),
      includeBots: fc.boolean(),
      basis: fc.constantFrom("net" as const, "gross" as const),
    })
    .map(({ at, later, all, ...question }) => ({
      ...question,
      asOf: new Date(at + later).toISOString(),
      micros: all ? goalKeys.filter((key) => key !== question.macro) : undefined,
      backTest: false,
      trainingWeeks: 2,
    }));
};

const asking = worlds.chain((world) => fc.record({ world: fc.constant(world), asked: questions(world) }));

describe("counting", () => {
  it("agrees with plain loops over everybody's events", () => {
    fc.assert(
      fc.property(asking, ({ world, asked }) => {
        const question = pipelineQuestion.parse(asked);
        expect(counted(question, world)).toEqual(expected(question, world));
      }),
      { numRuns: 400 },
    );
  });

  it("does not depend on how the log came to lie", () => {
    const compactions = fc.record({
      parts: fc.constantFrom(1, 2, 4),
      at: fc.array(fc.record({ facts: fc.nat(20), shards: fc.constantFrom(1, 2) }), { maxLength: 2 }),
      gathered: fc.nat(255),
    });
    fc.assert(
      fc.property(asking, compactions, ({ world, asked }, compacted) => {
        const question = pipelineQuestion.parse(asked);
        expect(counted(question, world, compacted)).toEqual(counted(question, world));
      }),
      { numRuns: 150 },
    );
  });
});

const minute = 60_000;
const start = Date.parse("2026-06-01T00:00:00Z");
const goals = [
  goal("cart", { tier: "micro", stage: "cart" }),
  goal("view", { tier: "micro", stage: "engagement" }),
  goal("buy", { value: { property: "property.revenue", currency: "property.currency" } }),
];

/** Events by visitor, as "name" and ms since the first of June. */
const worldOf = (
  journeys: Record<string, readonly [name: string, at: number, more?: Partial<EventFact>][]>,
  more: Partial<World> = {},
): World => {
  let seq = 0;
  const facts = Object.entries(journeys).flatMap(([who, events]) =>
    events.map(
      ([name, at, fact]): EventFact => ({
        kind: "event",
        seq: ++seq,
        at: start + at,
        name,
        userId: null,
        anonymousId: who,
        sessionId: null,
        passive: false,
        bot: false,
        context: {},
        properties: {},
        ...fact,
      }),
    ),
  );
  const project = {
    id: "p",
    slug: "p",
    name: "P",
    timezone: "UTC",
    currency: "EUR",
    sessionGapMs: 30 * minute,
  };
  return { facts, goals, project, now: start + 200 * day, ...more };
};

const answered = (world: World, question: Partial<PipelineQuestion>) =>
  ask(pipelineReport, pipelineQuestion.parse({ macro: "buy", ...question }), world, undefined);

const at = (ms: number): string => new Date(start + ms).toISOString();

describe("being in flight", () => {
  const inFlightAt = (events: readonly [string, number][], moment: number): string[] => {
    const { steps } = answered(worldOf({ ada: events }), {
      asOf: at(moment),
      windowMs: day,
      backTest: false,
    });
    return steps.flatMap(({ micro, visitors }) => (visitors > 0 ? [micro] : []));
  };

  it("begins after a small step and ends with its window", () => {
    const view: [string, number][] = [["view", 0]];
    expect(inFlightAt(view, 0)).toEqual([]);
    expect(inFlightAt(view, 1)).toEqual(["view"]);
    expect(inFlightAt(view, day - 1)).toEqual(["view"]);
    expect(inFlightAt(view, day)).toEqual([]);
  });

  it("ends with the macro, and begins anew with a step after it", () => {
    const events: [string, number][] = [
      ["cart", 0],
      ["buy", minute],
      ["view", 2 * minute],
    ];
    expect(inFlightAt(events, minute)).toEqual(["cart"]);
    expect(inFlightAt(events, minute + 1)).toEqual([]);
    expect(inFlightAt(events, 3 * minute)).toEqual(["view"]);
  });

  it("goes by the furthest step in the window, whatever came last", () => {
    const events: [string, number][] = [
      ["cart", 0],
      ["view", 2 * minute],
    ];
    expect(inFlightAt(events, 3 * minute)).toEqual(["cart"]);
    expect(inFlightAt(events, day + minute)).toEqual(["view"]);
  });

  it("is no more for the seller of a copied order", () => {
    const keyed = goals.map((one) =>
      one.key === "buy" ? { ...one, counting: { key: "property.id" } } : one,
    );
    const order = { properties: { id: 1 } };
    const world = worldOf(
      {
        ada: [
          ["buy", 0, order],
          ["view", minute],
          ["buy", 2 * minute, order],
        ],
      },
      { goals: keyed },
    );
    expect(answered(world, { asOf: at(3 * minute), backTest: false }).visitors).toBe(1);
  });

  it("makes a customer of who bought up to ninety days ago", () => {
    const customersAt = (moment: number): number => {
      const world = worldOf({
        ada: [
          ["buy", 0],
          ["view", 89 * day],
        ],
      });
      const question = pipelineQuestion.parse({ macro: "buy", asOf: at(moment), backTest: false });
      const { visitors } = counted(question, world) as { visitors: Record<string, number> };
      return Object.keys(visitors).filter((cell) => Number(cell) < 36 && Number(cell) % 3 === habit.customer)
        .length;
    };
    expect(customersAt(90 * day)).toBe(1);
    expect(customersAt(90 * day + 1)).toBe(0);
  });

  it("converts up to the end of the window of the latest step", () => {
    const realisedOf = (bought: number): number =>
      answered(
        worldOf({
          ada: [
            ["view", 0],
            ["buy", bought],
          ],
        }),
        {
          asOf: at(7 * day + 1),
          windowMs: day,
          backTest: false,
        },
      ).before.realised.conversions;
    expect([1, day, day + 1].map(realisedOf)).toEqual([1, 1, 0]);
  });
});

/** Five visitors a day who look, one of whom buys the next day. */
const steady = (bought: (n: number) => Record<string, unknown>, more: Partial<World> = {}): World =>
  worldOf(
    Object.fromEntries(
      Array.from({ length: 5 * 150 }, (_, n) => {
        const viewed = Math.floor(n / 5) * day + (n % 5) * minute;
        const context = { "utm.source": ["news", "search"][n % 2] ?? "" };
        const buys: [string, number, Partial<EventFact>][] =
          n % 5 === 0 ? [["buy", viewed + day, { properties: bought(n) }]] : [];
        return [`visitor ${n}`, [["view", viewed, { context }], ...buys]];
      }),
    ),
    more,
  );

const noon = at(140 * day + day / 2);

describe("a whole answer", () => {
  const world = steady(() => ({ revenue: 10 }));
  const question = { asOf: noon, windowMs: 2 * day, by: "utm.source", micros: ["view"] };
  const segments = [
    { name: "News", filter: { field: "utm.source" as const, op: "is" as const, value: "news" } },
    { name: "Others", filter: { field: "utm.source" as const, op: "isNot" as const, value: "news" } },
  ];

  it("foresees what always came", () => {
    const { visitors, expected, before, change, steps, backTest, warnings } = answered(world, question);
    // One of the five who looked today will buy; yesterday's has.
    expect(visitors).toBe(9);
    expect(expected.conversions?.estimate).toBeCloseTo(1, 1);
    expect(expected.value?.minor).toBeCloseTo(1000, -2);
    expect(before).toMatchObject({
      asOf: at(133 * day + day / 2),
      visitors: 9,
      realised: { conversions: 1, value: { currency: "EUR", minor: 1000 }, complete: true },
    });
    expect(change.visitors).toBe(0);
    expect(steps).toMatchObject([{ micro: "view", visitors: 9, rate: { part: 12, whole: 108 } }]);
    expect(backTest?.covered).toEqual({ part: 8, whole: 8 });
    expect(warnings).toBeUndefined();
  });

  it("has rows and segments that add up to all", () => {
    const {
      visitors,
      expected,
      before,
      rows = [],
      segments: told = [],
    } = answered(world, { ...question, segments });
    expect(rows.map(({ value }) => value)).toEqual(["search", "news"].sort());
    for (const groups of [rows, told]) {
      const sum = (of: (group: (typeof groups)[number]) => number) =>
        groups.reduce((total, group) => total + of(group), 0);
      expect(sum((group) => group.visitors)).toBe(visitors);
      expect(sum((group) => group.before.visitors)).toBe(before.visitors);
      expect(sum((group) => group.expected.conversions?.estimate ?? 0)).toBeCloseTo(
        expected.conversions?.estimate ?? 0,
        10,
      );
      expect(sum((group) => group.expected.value?.minor ?? 0)).toBeCloseTo(expected.value?.minor ?? 0, 8);
    }
    const [only] = answered(world, { ...question, limit: 1 }).rows ?? [];
    expect(answered(world, { ...question, limit: 1 }).rows).toHaveLength(2);
    expect(only?.other).toBeUndefined();
  });

  it("of a segment is about its visitors alone", () => {
    const [news] = segments;
    const { visitors, steps } = answered(world, { ...question, segment: news?.filter });
    const all = answered(world, { ...question, segments }).segments?.[0];
    expect(visitors).toBe(all?.visitors);
    expect(steps[0]?.rate.whole).toBeLessThan(108);
  });

  it("converts other currencies, and says which it cannot", () => {
    const dollars = steady((n) => ({ revenue: 10, currency: n % 2 ? "USD" : "JPY" }), {
      rates: [{ currency: "USD", day: "2026-09-01", rate: "0.5" }],
    });
    const { expected, warnings } = answered(dollars, question);
    expect(expected.value?.minor).toBeGreaterThan(0);
    expect(warnings).toMatchObject([{ code: "not_converted" }]);
    const yen = steady(() => ({ revenue: 10, currency: "JPY" }));
    const unknown = answered(yen, question);
    expect(unknown.expected).toMatchObject({ conversions: {}, value: null });
    expect(unknown.before.realised).toMatchObject({ conversions: 1, value: null });
    expect(unknown.backTest?.weeks.map(({ value }) => value.inside)).toEqual(Array(8).fill(null));
  });

  it("foresees conversions but no money of a macro without value", () => {
    const free = goals.map((one) => (one.key === "buy" ? goal("buy") : one));
    const { expected, before, change, warnings } = answered({ ...world, goals: free }, question);
    expect(expected).toMatchObject({ conversions: {}, value: null });
    expect(before.realised.value).toBeNull();
    expect(change.value).toBeNull();
    expect(warnings).toMatchObject([{ code: "no_value" }]);
  });

  it.each([
    ["nobody came", worldOf({}), 0, "too_few"],
    ["few came", worldOf({ ada: [["view", 140 * day]] }), 1, "too_few"],
    [
      "nobody bought",
      steady(() => ({}), {
        goals: goals.map((one) => (one.key === "buy" ? goal("buy", { match: { event: "rent" } }) : one)),
      }),
      10,
      "none_converted",
    ],
    [
      "there is no micro goal",
      worldOf({ ada: [["view", 140 * day]] }, { goals: goals.slice(2) }),
      0,
      "no_micros",
    ],
  ])("says nothing where %s", (_, empty, visitors, code) => {
    const { micros, ...rest } = question;
    const answer = answered(empty, rest);
    expect(answer.visitors).toBe(visitors);
    expect(answer.expected).toEqual({ conversions: null, value: null });
    expect(answer.change).toMatchObject({ conversions: null, value: null });
    expect(answer.warnings?.[0]?.code).toBe(code);
    expect(answer.backTest).toMatchObject({
      covered: { part: 0, whole: 0 },
      total: null,
      deciles: [],
      brier: null,
    });
  });
});

describe("a question", () => {
  const parse = (question: object) => pipelineQuestion.safeParse({ macro: "buy", ...question });
  const pathOf = (question: object) => parse(question).error?.issues[0]?.path.join(".");

  it.each([
    [{ windowMs: 0 }, "windowMs"],
    [{ windowMs: -5 }, "windowMs"],
    [{ windowMs: 1.5 }, "windowMs"],
    [{ windowMs: 91 * day }, "windowMs"],
    [{ micros: ["view", "buy"] }, "micros.1"],
    [{ micros: ["view", "view"] }, "micros.1"],
    [{ micros: [] }, "micros"],
    [{ by: "colour" }, "by"],
    [{ trainingWeeks: 1 }, "trainingWeeks"],
    [{ segments: [] }, "segments"],
    [{ macro: undefined }, "macro"],
  ])("is refused with its place: %j", (question, path) => {
    expect(pathOf(question)).toBe(path);
  });

  it("is refused for goals that never were, and times that are none", () => {
    const refused = (question: Partial<PipelineQuestion>) => () => answered(worldOf({}), question);
    expect(refused({ macro: "rent" })).toThrow(expect.objectContaining({ path: "macro" }));
    expect(refused({ micros: ["view", "rent"] })).toThrow(expect.objectContaining({ path: "micros.1" }));
    expect(refused({ asOf: "soon" })).toThrow(expect.objectContaining({ path: "asOf" }));
  });
});
