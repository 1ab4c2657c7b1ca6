import { describe, expect, it } from "vitest";
import type { SegmentFilter } from "@/lib/matching/definition";
import { proportion } from "@/lib/statistics/wilson";
import { productAnswer } from "../testing/answers";
import { givenJourneys, goal } from "../testing/given-journeys";
import type { World } from "../testing/world";
import { type CompareQuestion, compareQuestion } from "./definition";

const buy = goal("buy");
const metric = { goal: "buy" };

const is = (field: string, value: string): SegmentFilter => ({ field, op: "is", value });
const campaign = (name: string) => ({ name, filter: is("utm.campaign", name) });

type Crowd = { of: number; buying: number; fields: string; from?: string };

/** So many visitors, of whom the first ones buy. */
const crowd = (name: string, { of, buying, fields, from = "09:00" }: Crowd): [string, string[]][] =>
  Array.from({ length: of }, (_, n) => [
    `${name} ${n}`,
    [`${from} view ${fields}`, ...(n < buying ? [`${from} buy ${fields}`] : [])],
  ]);

const givenCrowds = (crowds: Record<string, Crowd>) =>
  givenJourneys(Object.fromEntries(Object.entries(crowds).flatMap(([name, one]) => crowd(name, one))), {
    goals: [buy],
  });

describe("two segments", () => {
  it("are stated with what was compared, difference, ratio, p-value, verdict and power", () => {
    const site = givenCrowds({
      a: { of: 200, buying: 20, fields: "device=desktop" },
      b: { of: 200, buying: 50, fields: "device=mobile" },
    });
    const answer = site.compare(
      [
        { name: "Desktop", filter: is("device", "desktop") },
        { name: "Mobile", filter: is("device", "mobile") },
      ],
      { metric },
    );
    expect(answer.unit).toBe("visitor");
    expect(answer.segments).toEqual([
      { name: "Desktop", ...proportion(20, 200) },
      { name: "Mobile", ...proportion(50, 200) },
    ]);
    expect(answer.warnings).toBeUndefined();
    const [pair] = answer.pairs;
    expect(answer.pairs).toHaveLength(1);
    expect(pair).toMatchObject({
      a: 0,
      b: 1,
      shared: 0,
      sides: { a: { part: 20, whole: 200 }, b: { part: 50, whole: 200 } },
      verdict: "higher",
    });
    // By hand: z = 0.15 / sqrt(0.175 · 0.825 / 100) = 3.9477.
    expect(pair?.pValue).toBeCloseTo(0.0000789, 6);
    expect(pair?.adjustedPValue).toBe(pair?.pValue);
    expect(pair?.difference?.estimate).toBeCloseTo(0.15, 12);
    expect(pair?.ratio?.ratio).toBeCloseTo(2.5, 12);
    // Fleiss 1981 without correction: (1.96 √(2 · 0.175 · 0.825) + 0.8416 √(0.09 + 0.1875))² / 0.15².
    expect(pair?.neededPerGroup).toBe(100);
  });

  it("say lower when the second is", () => {
    const site = givenCrowds({
      a: { of: 100, buying: 75, fields: "utm.campaign=a" },
      b: { of: 100, buying: 25, fields: "utm.campaign=b" },
    });
    const { pairs } = site.compare([campaign("a"), campaign("b")], { metric });
    expect(pairs[0]).toMatchObject({ verdict: "lower", difference: { estimate: -0.5 } });
  });

  it("get no verdict below 30 in a group, though all else is shown", () => {
    const site = givenCrowds({
      a: { of: 29, buying: 0, fields: "utm.campaign=a" },
      b: { of: 30, buying: 30, fields: "utm.campaign=b" },
      c: { of: 30, buying: 0, fields: "utm.campaign=c" },
    });
    const { pairs } = site.compare([campaign("a"), campaign("b"), campaign("c")], { metric });
    expect(pairs.map(({ a, b, verdict }) => [a, b, verdict])).toEqual([
      [0, 1, "tooFew"],
      [0, 2, "tooFew"],
      [1, 2, "lower"],
    ]);
    expect(pairs[0]?.pValue).toBeLessThan(1e-10);
    expect(pairs[0]?.difference).not.toBeNull();
  });

  it("of which one is empty say nothing", () => {
    const site = givenCrowds({ a: { of: 40, buying: 4, fields: "utm.campaign=a" } });
    const { segments, pairs } = site.compare([campaign("a"), campaign("b")], { metric });
    expect(segments[1]).toEqual({ name: "b", part: 0, whole: 0, rate: null, low: null, high: null });
    expect(pairs[0]).toMatchObject({
      difference: null,
      ratio: null,
      pValue: null,
      adjustedPValue: null,
      neededPerGroup: null,
      verdict: "tooFew",
    });
  });

  it("are not told apart by passive visitors, who are on neither side", () => {
    const site = givenJourneys(
      {
        ada: ["09:00 view utm.campaign=a", "09:01 buy utm.campaign=a"],
        ben: ["09:00 buy utm.campaign=b (passive)"],
      },
      { goals: [buy] },
    );
    const { segments } = site.compare([campaign("a"), campaign("b")], { metric });
    expect(segments.map(({ part, whole }) => [part, whole])).toEqual([
      [1, 1],
      [0, 0],
    ]);
  });
});

describe("many segments", () => {
  it("are judged together: what is significant alone may not be so among three", () => {
    const site = givenCrowds({
      a: { of: 100, buying: 10, fields: "utm.campaign=a" },
      b: { of: 100, buying: 20, fields: "utm.campaign=b" },
      c: { of: 100, buying: 30, fields: "utm.campaign=c" },
    });
    const { pairs } = site.compare([campaign("a"), campaign("b"), campaign("c")], { metric });
    // By hand: z = 1.9803, 3.5355 and 1.6330; times 3/2, 3/1 and 3/3.
    const expected = [
      { p: 0.04767, adjusted: 0.07151, verdict: "cannotTell" },
      { p: 0.000407, adjusted: 0.001221, verdict: "higher" },
      { p: 0.10247, adjusted: 0.10247, verdict: "cannotTell" },
    ];
    for (const [place, { p, adjusted, verdict }] of expected.entries()) {
      expect(pairs[place]?.pValue).toBeCloseTo(p, 4);
      expect(pairs[place]?.adjustedPValue).toBeCloseTo(adjusted, 4);
      expect(pairs[place]?.verdict).toBe(verdict);
    }
  });

  it("give every two of them once", () => {
    const names = ["a", "b", "c", "d", "e", "f"];
    const site = givenJourneys({ ada: ["09:00 view"] }, { goals: [buy] });
    const { pairs } = site.compare(names.map(campaign), { metric });
    expect(pairs).toHaveLength(15);
    expect(new Set(pairs.map(({ a, b }) => `${a} ${b}`)).size).toBe(15);
    expect(pairs.every(({ a, b }) => a < b)).toBe(true);
  });
});

describe("segments that share visitors", () => {
  const site = givenCrowds({
    both: { of: 50, buying: 25, fields: "device=mobile utm.campaign=a" },
    mobile: { of: 60, buying: 30, fields: "device=mobile utm.campaign=b" },
    a: { of: 40, buying: 4, fields: "device=desktop utm.campaign=a" },
  });
  const mobile = { name: "Mobile", filter: is("device", "mobile") };

  it("are compared outside of the overlap, and say how large it is", () => {
    const { segments, pairs } = site.compare([mobile, campaign("a")], { metric });
    expect(segments.map(({ part, whole }) => [part, whole])).toEqual([
      [55, 110],
      [29, 90],
    ]);
    expect(pairs[0]).toMatchObject({
      shared: 50,
      sides: { a: { part: 30, whole: 60 }, b: { part: 4, whole: 40 } },
      difference: { estimate: -0.4 },
      verdict: "lower",
    });
  });

  it("have no verdict where nothing is left of one", () => {
    const { pairs } = site.compare([{ name: "Everyone" }, mobile, { name: "Again", filter: {} }], {
      metric,
    });
    expect(pairs.map(({ shared, pValue, verdict }) => [shared, pValue, verdict])).toEqual([
      [110, null, "sameUnits"],
      [150, null, "sameUnits"],
      [110, null, "sameUnits"],
    ]);
  });
});

describe("sessions", () => {
  /** Visitors with five sessions that all end alike. */
  const visitors = (name: string, of: number, buying: number): [string, string[]][] =>
    Array.from({ length: of }, (_, n) => [
      `${name} ${n}`,
      [9, 11, 13, 15, 17].flatMap((hour) => {
        const at = String(hour).padStart(2, "0");
        return [
          `${at}:00 view utm.campaign=${name}`,
          ...(n < buying ? [`${at}:05 buy utm.campaign=${name}`] : []),
        ];
      }),
    ]);

  it("of one visitor say hardly more than one session does", () => {
    const site = givenJourneys(Object.fromEntries([...visitors("a", 40, 8), ...visitors("b", 40, 14)]), {
      goals: [buy],
    });
    const { segments, pairs } = site.compare([campaign("a"), campaign("b")], { metric, unit: "session" });
    const [pair] = pairs;
    expect(pair?.sides).toEqual({ a: { part: 40, whole: 200 }, b: { part: 70, whole: 200 } });
    // 200 sessions a side as if independent would give p = 0.0008. By hand: the rates of 40 + 40 visitors,
    // 0.15 / sqrt((0.2 · 0.8 + 0.35 · 0.65) / 40 · 80 / 79) = 1.5147.
    expect(pair?.pValue).toBeCloseTo(0.1298, 3);
    expect(pair?.verdict).toBe("cannotTell");
    const naive = proportion(40, 200);
    const width = ({ low, high }: { low: number | null; high: number | null }) => (high ?? 0) - (low ?? 0);
    expect(width(segments[0] ?? naive)).toBeGreaterThan(2 * width(naive));
  });

  it("of few visitors on either side get no verdict, however many they are", () => {
    const site = givenJourneys(Object.fromEntries([...visitors("a", 40, 0), ...visitors("b", 20, 20)]), {
      goals: [buy],
    });
    for (const names of [
      ["a", "b"],
      ["b", "a"],
    ]) {
      const { pairs } = site.compare(names.map(campaign), { metric, unit: "session" });
      expect(pairs.map(({ verdict }) => verdict)).toEqual(["tooFew"]);
    }
  });

  it("of visitors who came once are as good as visitors", () => {
    const site = givenCrowds({
      a: { of: 50, buying: 10, fields: "utm.campaign=a" },
      b: { of: 50, buying: 20, fields: "utm.campaign=b" },
    });
    const ask = (unit: "visitor" | "session") =>
      site.compare([campaign("a"), campaign("b")], { metric, unit }).pairs;
    expect(ask("session")).toEqual(ask("visitor"));
  });
});

describe("a whole that says the opposite of its parts", () => {
  // Charig et al. 1986, "Comparison of treatment of renal calculi …": stones removed by treatment and size.
  const stones = {
    "A small": { of: 87, buying: 81, fields: "device=small utm.campaign=A" },
    "A large": { of: 263, buying: 192, fields: "device=large utm.campaign=A" },
    "B small": { of: 270, buying: 234, fields: "device=small utm.campaign=B" },
    "B large": { of: 80, buying: 55, fields: "device=large utm.campaign=B" },
  };

  it("is warned of, with the numbers of the parts", () => {
    const { pairs, warnings } = givenCrowds(stones).compare([campaign("A"), campaign("B")], { metric });
    expect(pairs[0]?.sides).toEqual({ a: { part: 273, whole: 350 }, b: { part: 289, whole: 350 } });
    expect(warnings).toEqual([
      {
        code: "simpson",
        message:
          "Overall B is above A, but within each device it is the other way round: the two differ in whom they consist of. Compare them there.",
        reversal: {
          a: 0,
          b: 1,
          by: "device",
          strata: [
            { value: "small", a: proportion(81, 87), b: proportion(234, 270) },
            { value: "large", a: proportion(192, 263), b: proportion(55, 80) },
          ],
        },
      },
    ]);
  });

  it("is not warned of when one part agrees with the whole", () => {
    const site = givenCrowds({ ...stones, "B large": { ...stones["B large"], buying: 60 } });
    expect(site.compare([campaign("A"), campaign("B")], { metric }).warnings).toBeUndefined();
  });

  it("is found among new and returning visitors, too", () => {
    const back = (one: Crowd, name: string): [string, string[]][] =>
      crowd(name, { ...one, from: "+40 09:00" }).map(([who, lines]) => [who, ["09:00 view", ...lines]]);
    const fresh = (one: Crowd, name: string) => crowd(name, { ...one, from: "+40 09:00" });
    const site = givenJourneys(
      Object.fromEntries([
        ...fresh({ ...stones["A small"], fields: "utm.campaign=A" }, "A new"),
        ...back({ ...stones["A large"], fields: "utm.campaign=A" }, "A back"),
        ...fresh({ ...stones["B small"], fields: "utm.campaign=B" }, "B new"),
        ...back({ ...stones["B large"], fields: "utm.campaign=B" }, "B back"),
      ]),
      { goals: [buy] },
    );
    const { warnings } = site.compare([campaign("A"), campaign("B")], {
      metric,
      from: site.at("+35 00:00"),
      to: site.at("+50 00:00"),
    });
    expect(
      warnings?.map(({ reversal }) => [reversal?.by, reversal?.strata.map(({ value }) => value)]),
    ).toEqual([["visitor.isNew", ["true", "false"]]]);
  });
});

describe("the completion of a funnel", () => {
  const funnel = { steps: [{ event: "view" }, { event: "buy" }], windowMs: 7 * 86_400_000 };
  const two = [campaign("old"), campaign("new")];

  it("is judged by attempts whose window is over, so that recent ones are neither punished nor favoured", () => {
    // Half of all buy at once, whenever they come; of the new ones few could be watched for a week.
    const site = givenJourneys(
      Object.fromEntries([
        ...crowd("old", { of: 60, buying: 30, fields: "utm.campaign=old" }),
        ...crowd("new, watched", { of: 40, buying: 20, fields: "utm.campaign=new" }),
        ...crowd("new", { of: 200, buying: 100, fields: "utm.campaign=new", from: "+5 09:00" }),
      ]),
      { now: "+8 12:00" },
    );
    const { segments, pairs } = site.compare(two, { metric: { funnel } });
    expect(segments).toEqual([
      { name: "old", ...proportion(30, 60), open: 0 },
      { name: "new", ...proportion(20, 40), open: 200 },
    ]);
    expect(pairs[0]).toMatchObject({
      difference: { estimate: 0 },
      verdict: "cannotTell",
      neededPerGroup: null,
    });
  });

  it("waits for the window to be over, to the millisecond", () => {
    const journeys = { ada: ["09:00 view utm.campaign=old"] };
    const openAt = (now: string) => {
      const site = givenJourneys(journeys, { now });
      const hour = { ...funnel, windowMs: 3_600_000 };
      const { whole, open } = site.compare(two, { metric: { funnel: hour } }).segments[0] ?? {};
      return [whole, open];
    };
    expect(openAt("10:00")).toEqual([0, 1]);
    expect(openAt("10:00:00.001")).toEqual([1, 0]);
  });

  it("counts nobody who did not enter, and takes optional steps as what they are", () => {
    const site = givenJourneys({
      ada: ["09:00 view utm.campaign=old", "09:05 buy"],
      ben: ["09:00 look utm.campaign=old", "09:05 buy"],
    });
    const [first, ...rest] = funnel.steps;
    const optional = { event: "cart", optional: true };
    const steps = [...(first ? [first] : []), optional, ...rest];
    const { segments } = site.compare(two, { metric: { funnel: { ...funnel, steps } } });
    expect(segments[0]).toMatchObject({ part: 1, whole: 1, open: 0 });
  });

  it("keeps to the funnel's own segment on all sides", () => {
    const site = givenJourneys({
      ada: ["09:00 view utm.campaign=old device=mobile", "09:05 buy"],
      ben: ["09:00 view utm.campaign=old device=desktop"],
    });
    const segment = is("device", "mobile");
    const { segments } = site.compare(two, { metric: { funnel: { ...funnel, segment } } });
    expect(segments[0]).toMatchObject({ part: 1, whole: 1 });
  });

  it("of sessions is known as soon as they are over", () => {
    const site = givenJourneys(
      {
        ada: ["09:00 view utm.campaign=old", "09:05 buy"],
        ben: ["09:00 view utm.campaign=old"],
        cem: ["09:55 view utm.campaign=old"],
      },
      { now: "10:00" },
    );
    const { segments } = site.compare(two, { metric: { funnel }, unit: "session" });
    expect(segments[0]).toMatchObject({ part: 1, whole: 2, open: 1 });
  });
});

describe("revenue per visitor", () => {
  const revenue = { property: "property.revenue", currency: "property.currency" };
  const order = goal("buy", { value: revenue });
  const perVisitor = { revenuePerVisitor: true as const };

  it("is a mean with its t interval, compared by Welch's test", () => {
    const spent = (name: string, amounts: readonly number[]): [string, string[]][] =>
      amounts.map((amount, n) => [
        `${name} ${n}`,
        [`09:00 view utm.campaign=${name}`, ...(amount ? [`09:05 buy revenue=${amount}`] : [])],
      ]);
    // A published example of Welch's test: means 20.82 and 22.99, t = −2.46, 25.0 degrees of freedom, p = 0.021.
    const a = [27.5, 21, 19, 23.6, 17, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19, 21.7, 21.4];
    const b = [27.1, 22, 20.8, 23.4, 23.4, 23.5, 25.8, 22, 24.8, 20.2, 21.9, 22.1, 22.9, 20.5, 24.4];
    const site = givenJourneys(Object.fromEntries([...spent("a", a), ...spent("b", b)]), { goals: [order] });
    const { segments, pairs } = site.compare([campaign("a"), campaign("b")], { metric: perVisitor });
    expect(segments[0]).toMatchObject({ part: 31230, whole: 15, currency: "EUR" });
    expect(segments[0]?.rate).toBeCloseTo(2082, 9);
    expect(pairs[0]?.difference?.estimate).toBeCloseTo((344.8 - 312.3) / 0.15, 6);
    expect(pairs[0]?.pValue).toBeCloseTo(0.021, 3);
    expect(pairs[0]?.verdict).toBe("tooFew");
  });

  it("counts an order of several goals once, and leaves out micro goals and those without a value", () => {
    const site = givenJourneys(
      { ada: ["09:00 buy revenue=10 utm.campaign=a"], ben: ["09:00 view utm.campaign=b"] },
      {
        goals: [
          goal("step", { match: { event: "buy" }, tier: "micro", stage: "cart", value: revenue }),
          goal("any", { match: { event: "buy" } }),
          order,
          goal("again", { match: { event: "buy" }, value: { fixed: { minor: 5, currency: "EUR" } } }),
        ],
      },
    );
    const { segments } = site.compare([campaign("a"), campaign("b")], { metric: perVisitor });
    expect(segments.map(({ part, whole }) => [part, whole])).toEqual([
      [1000, 1],
      [0, 1],
    ]);
  });

  it("says what could not be converted, and never adds it", () => {
    const site = givenJourneys(
      {
        ada: [
          "09:00 buy revenue=10 utm.campaign=a",
          "09:01 buy revenue=7 currency=USD utm.campaign=a",
          "09:02 buy revenue=500 currency=JPY utm.campaign=a",
        ],
      },
      { goals: [order] },
    );
    const { segments, warnings } = site.compare([campaign("a"), campaign("b")], { metric: perVisitor });
    expect(segments[0]).toMatchObject({ part: 1000, whole: 1, rate: 1000, low: null, high: null });
    expect(warnings).toEqual([
      {
        code: "not_converted",
        message: "Revenue in JPY, USD without a rate of its day into EUR is left out here.",
        amounts: [
          { currency: "JPY", minor: 500 },
          { currency: "USD", minor: 700 },
        ],
      },
    ]);
  });

  it("counts an order that came twice once", () => {
    const site = givenJourneys(
      {
        ada: ["09:00 buy id=1 revenue=10 utm.campaign=a"],
        ben: ["10:00 buy id=1 revenue=10 utm.campaign=b"],
      },
      { goals: [{ ...order, counting: { key: "property.id" } }] },
    );
    const { segments } = site.compare([campaign("a"), campaign("b")], { metric: perVisitor });
    expect(segments.map(({ part }) => part)).toEqual([1000, 0]);
  });
});

describe("a wrong question", () => {
  const from = "2026-03-02";
  const to = "2026-04-01";
  const world: World = {
    facts: [],
    goals: [buy],
    segments: new Map([
      ["one", { segment: "two" }],
      ["two", { not: { segment: "one" } }],
    ]),
    project: { id: "p", slug: "p", name: "P", timezone: "UTC", currency: "EUR", sessionGapMs: 1_800_000 },
    now: Date.parse("2026-05-01"),
  };
  const two = [campaign("a"), campaign("b")];
  const ask = (question: Omit<CompareQuestion, "from" | "to">) =>
    productAnswer({ report: "compare", question: { from, to, ...question } }, world);
  const issue = (question: object) => {
    const [first] = compareQuestion.safeParse({ from, to, ...question }).error?.issues ?? [];
    return [first?.path.join("."), first?.message];
  };

  it("names a goal, segment or funnel that is not there, and where", () => {
    expect(() => ask({ metric: { goal: "sell" }, segments: two })).toThrow(
      expect.objectContaining({ path: "metric.goal", code: "invalid" }),
    );
    expect(() => ask({ metric: { funnel: { key: "shop" } }, segments: two })).toThrow(
      expect.objectContaining({ path: "metric.funnel.key", code: "invalid" }),
    );
    const steps = [{ event: "view" }, { goal: "sell" }];
    expect(() => ask({ metric: { funnel: { steps, windowMs: 1000 } }, segments: two })).toThrow(
      expect.objectContaining({ path: "metric.funnel.steps.1.goal", code: "invalid" }),
    );
    expect(() => ask({ metric, segments: [campaign("a"), { name: "b", filter: "three" }] })).toThrow(
      expect.objectContaining({ path: "segments.1.filter", code: "invalid" }),
    );
  });

  it("refuses a segment that refers to itself", () => {
    expect(() => ask({ metric, segments: [campaign("a"), { name: "b", filter: "one" }] })).toThrow(
      expect.objectContaining({
        path: "segments.1.filter",
        message: expect.stringContaining("refers to itself"),
      }),
    );
  });

  it("needs two to six segments with names of their own", () => {
    expect(issue({ metric, segments: [campaign("a")] })).toEqual([
      "segments",
      "A comparison needs at least two segments.",
    ]);
    expect(issue({ metric, segments: ["a", "b", "c", "d", "e", "f", "g"].map(campaign) })).toEqual([
      "segments",
      "A comparison has at most six segments.",
    ]);
    expect(issue({ metric, segments: [campaign("a"), campaign("b"), campaign("a")] })).toEqual([
      "segments.2.name",
      "Two segments are called a. Give each a name of its own.",
    ]);
  });

  it("refuses revenue per visitor by session, and corrections it does not know", () => {
    const question = { metric: { revenuePerVisitor: true }, segments: two };
    expect(issue({ ...question, unit: "session" })[0]).toBe("unit");
    expect(issue({ ...question, correction: "none" })[0]).toBe("correction");
  });
});

it("refuses revenue per visitor of more goals than can be looked for at once", () => {
  const goals = Array.from({ length: 33 }, (_, n) =>
    goal(`sale${n}`, { value: { fixed: { minor: 100, currency: "EUR" } } }),
  );
  const site = givenJourneys({ ada: ["09:00 sale0"] }, { goals });
  const sides = [{ name: "All" }, { name: "Everyone" }];
  expect(() => site.compare(sides, { metric: { revenuePerVisitor: true } })).toThrow(
    expect.objectContaining({
      code: "invalid",
      path: "metric",
      message: expect.stringContaining("at most 32"),
    }),
  );
});
