import { describe, expect, it } from "vitest";
import type { Goal } from "@/lib/goals/definition";
import { type CompareAnswer, type ComparedPair, compareQuestion } from "@/lib/reports/compare/definition";
import { proportion } from "@/lib/statistics/wilson";
import { readCompareView } from "./compare-view";
import { type Compared, comparedName, filterOfCompared, readCompared, writeCompared } from "./compared";
import { metricParam, metricWords } from "./metric";
import { prepareCompare } from "./prepare-compare";
import { prepareReversals } from "./prepare-reversal";
import { aboutText, amountsOf, pText, shares } from "./quantity";
import { startsOf } from "./starts";

const plain = (text: string | null | undefined) => text?.replaceAll("\u202f", " ");
const segments = [{ key: "buyers", name: "Mobile buyers" }];
const none = { segments: null, metric: null, base: null, steps: null, window: null };
const goal = (key: string, tier: Goal["tier"]): Goal => ({
  key,
  name: `The ${key}`,
  tier,
  stage: tier === "macro" ? "sale" : "cart",
  match: { event: key },
  counting: "every",
  value: { none: true },
});
const defined = {
  goals: [goal("cart", "micro"), goal("purchase", "macro")],
  funnels: [{ key: "shop", name: "Shop" }],
  segments,
};

describe("who is compared", () => {
  const compared: Compared[] = [
    {
      not: false,
      kind: "own",
      filters: [{ field: "utm.campaign", op: "is", values: ["a|b", "50%, ~x", "%7C"] }],
    },
    {
      not: false,
      kind: "own",
      filters: [
        { field: "visitor.isNew", op: "is", values: ["true"] },
        { field: "os", op: "exists" },
      ],
    },
    { not: true, kind: "saved", key: "buyers" },
    { not: false, kind: "all" },
  ];

  it("is written into the address and read from it, whatever values contain", () => {
    expect(readCompared(writeCompared(compared) ?? "")).toEqual({ compared, unread: [] });
    expect(readCompared("device:mobile|!@buyers|all|colour:red|!all|").unread).toEqual([
      "colour:red",
      "!all",
    ]);
    expect(readCompared(Array.from({ length: 8 }, (_, i) => `os:${i}`).join("|")).compared).toHaveLength(6);
  });

  it("has a name and a filter that the question takes", () => {
    expect(compared.map((one) => comparedName(one, segments))).toEqual([
      "A|b or 50%, ~x or %7C",
      "New visitors and Operating system has a value",
      "Not Mobile buyers",
      "Everyone",
    ]);
    expect(compared.map(filterOfCompared)[2]).toEqual({ not: { segment: "buyers" } });
    expect(() =>
      compareQuestion.parse({
        from: "2026-11-01",
        to: "2026-11-02",
        metric: { goal: "purchase" },
        segments: compared.map((one) => ({
          name: comparedName(one, segments),
          filter: filterOfCompared(one),
        })),
      }),
    ).not.toThrow();
  });

  it("starts with what any project has, its channels and its segments", () => {
    expect(
      startsOf(["Direct", "Email"], segments, "visitor").map(({ title, names }) => [title, names]),
    ).toEqual([
      ["Devices", "Desktop · Mobile"],
      ["New and returning", "Returning visitors · New visitors"],
      ["Top channels", "Direct · Email"],
      ["Mobile buyers and everyone else", "Not Mobile buyers · Mobile buyers"],
    ]);
    expect(startsOf(["Direct"], [], "session").map(({ title }) => title)).toEqual([
      "Devices",
      "First and later sessions",
    ]);
  });
});

describe("what the address asks", () => {
  it("compares by the first macro goal when it says nothing", () => {
    const view = readCompareView(none, "visitor", defined);
    expect(view).toMatchObject({ rows: [], base: 0, notices: [] });
    expect(view.metric).toEqual({ kind: "goal", key: "purchase", name: "The purchase" });
    expect(readCompareView(none, "visitor", { ...defined, goals: [] }).metric).toBeNull();
  });

  it("takes rows, a baseline and a measure", () => {
    const view = readCompareView(
      { ...none, segments: "device:mobile|@buyers", base: "2", metric: "funnel:shop" },
      "session",
      defined,
    );
    expect(view.rows.map(({ name }) => name)).toEqual(["Mobile", "Mobile buyers"]);
    expect(view).toMatchObject({ base: 1, unit: "session", notices: [] });
    expect(view.metric && [metricParam(view.metric), metricWords(view.metric)]).toEqual([
      "funnel:shop",
      "the completion of the funnel Shop",
    ]);
    const steps = readCompareView(
      { ...none, metric: "steps", steps: "goal:cart~event:Bought", window: "1d" },
      "visitor",
      defined,
    ).metric;
    expect(steps && metricWords(steps)).toBe("the completion of 2 steps within 1 day");
  });

  it("says what it cannot have", () => {
    const view = readCompareView(
      { ...none, segments: "device:mobile|device:mobile|@gone|what", base: "7", metric: "goal:gone" },
      "visitor",
      defined,
    );
    expect(view.rows.map(({ name }) => name)).toEqual(["Mobile"]);
    expect(view.notices).toEqual([
      "There is no goal “gone” to compare by. Comparing by The purchase.",
      "“what” is not a segment we know, so it is not compared.",
      "Mobile is compared once, not twice.",
      "There is no segment “gone”, so it is not compared.",
      "There is no row 7 to compare with. The first one is the baseline.",
    ]);
    expect(readCompareView({ ...none, metric: "revenue" }, "session", defined)).toMatchObject({
      unit: "visitor",
      notices: ["Revenue per visitor counts visitors, whatever the bar says."],
    });
  });
});

describe("numbers in words", () => {
  it("prints differences with their interval and sign", () => {
    expect(shares.difference({ estimate: -0.019, low: -0.026, high: -0.012 })).toBe(
      "−1.9 points (−2.6 to −1.2)",
    );
    expect(shares.difference({ estimate: 0.0042, low: -0.001, high: 0.0094 })).toBe(
      "+0.42 points (−0.10 to +0.94)",
    );
    expect(amountsOf("EUR").difference({ estimate: -120.4, low: -210, high: 4 })).toBe(
      "−€1.20 (−€2.10 to +€0.04)",
    );
    expect([0.0004, 0.0312, 0.42].map(pText).map(plain)).toEqual(["p < 0.001", "p = 0.031", "p = 0.42"]);
    expect([7, 84, 3_051, 12_345].map(aboutText)).toEqual(["7", "84", "3,100", "13,000"]);
  });
});

const computed = { journeys: 1, events: 1, ms: 1, watermark: null };
const pair = (parts: Partial<ComparedPair>): ComparedPair => ({
  a: 0,
  b: 1,
  shared: 0,
  sides: { a: { part: 260, whole: 5000 }, b: { part: 150, whole: 5000 } },
  difference: { estimate: -0.022, low: -0.0299, high: -0.0142 },
  ratio: { ratio: 0.577, low: 0.47, high: 0.7 },
  pValue: 0.00001,
  adjustedPValue: 0.00002,
  verdict: "lower",
  neededPerGroup: 1500,
  ...parts,
});
const answer = (pairs: ComparedPair[], more: Partial<CompareAnswer> = {}): CompareAnswer => ({
  unit: "visitor",
  segments: [
    { name: "Desktop", ...proportion(260, 5000) },
    { name: "Mobile", ...proportion(150, 5000), open: 12 },
  ],
  pairs,
  computed,
  ...more,
});
const verdictOf = (pairs: ComparedPair[], base = 0) =>
  prepareCompare(answer(pairs), base).rows[1 - base]?.verdict;

describe("the comparison", () => {
  it("says of each row how it stands beside the baseline", () => {
    const { rows, baseline, baselineAt, axis, zoomed } = prepareCompare(answer([pair({})]), 0);
    expect(baseline).toBe("Desktop");
    expect(rows.map(({ name, isBaseline, division, open }) => [name, isBaseline, division, open])).toEqual([
      ["Desktop", true, "260 of 5,000 visitors", null],
      ["Mobile", false, "150 of 5,000 visitors", "12 still open, not counted"],
    ]);
    expect(plain(rows[1]?.verdict?.text)).toBe(
      "Mobile is lower: −2.2 points (−3.0 to −1.4), adjusted p < 0.001",
    );
    expect(rows[0]?.verdict).toBeNull();
    expect(plain(rows[1]?.value.note)).toBe("150 of 5,000 visitors · 95 % interval 2.6–3.5 %");
    expect(axis.map(({ text }) => plain(text))).toEqual(["0 %", "2.0 %", "4.0 %", "6.0 %"]);
    expect(baselineAt).toBeCloseTo(0.052 / 0.06);
    expect(zoomed).toBeNull();
  });

  it("turns round with the baseline", () => {
    const verdict = verdictOf([pair({})], 1);
    expect(verdict?.kind).toBe("higher");
    expect(plain(verdict?.text)).toBe("Desktop is higher: +2.2 points (+1.4 to +3.0), adjusted p < 0.001");
    expect(plain(verdict?.note)).toContain("Desktop is 1.73× of Mobile (1.43× to 2.13×)");
  });

  it("says what it would take to tell, of those it still lacks", () => {
    const open = pair({
      verdict: "cannotTell",
      difference: { estimate: -0.003, low: -0.009, high: 0.003 },
      adjustedPValue: 0.31,
      neededPerGroup: 6_530,
    });
    expect(plain(verdictOf([open])?.text)).toBe(
      "Cannot tell: −0.30 points (−0.90 to +0.30), adjusted p = 0.31",
    );
    expect(verdictOf([open])?.needs).toBe(
      "Needs about 3,100 more visitors to tell, should the difference stay.",
    );
    expect(verdictOf([{ ...open, neededPerGroup: 4000 }])?.needs).toBeNull();
    expect(verdictOf([{ ...open, neededPerGroup: null }])?.needs).toBeNull();
  });

  it("gives no verdict for few and for the same visitors, and says who is in both", () => {
    expect(verdictOf([pair({ verdict: "tooFew" })])).toMatchObject({
      kind: "open",
      text: "Fewer than 30 visitors on a side: shown, but too few for a verdict.",
      needs: null,
    });
    expect(verdictOf([pair({ verdict: "sameUnits", difference: null, shared: 5000 })])?.text).toBe(
      "Mobile and Desktop hold the same visitors, or one lies inside the other: nobody is left to compare.",
    );
    expect(verdictOf([pair({ shared: 412 })])?.shared).toBe(
      "412 visitors are in both and left out of the test, which compares the rest.",
    );
  });

  it("zooms only on what would be squeezed together, and says so", () => {
    const close = answer([], {
      segments: [
        { name: "A", ...proportion(40_000, 50_000) },
        { name: "B", ...proportion(41_000, 50_000) },
      ],
    });
    const { zoomed, axis } = prepareCompare(close, 0);
    expect(plain(zoomed)).toBe("The axis begins at 79.0 %, not at zero.");
    expect(plain(axis[0]?.text)).toBe("79.0 %");
  });

  it("shows money a visitor, and nothing where there is nobody", () => {
    const { rows, table } = prepareCompare(
      answer([pair({ difference: { estimate: 120, low: -10, high: 250 }, verdict: "cannotTell" })], {
        segments: [
          { name: "Desktop", part: 500_000, whole: 1000, rate: 500, low: 420, high: 580, currency: "EUR" },
          { name: "Mobile", part: 0, whole: 0, rate: null, low: null, high: null, currency: "EUR" },
        ],
      }),
      0,
    );
    expect(rows[0]).toMatchObject({ value: { text: "€5.00" }, division: "€5,000.00 of 1,000 visitors" });
    expect(rows[1]).toMatchObject({
      value: { text: "—", note: "No visitors here, so nothing to show." },
      mark: null,
    });
    expect(rows[1]?.verdict?.text).toMatch(/^Cannot tell: \+€1\.20 \(−€0\.10 to \+€2\.50\)/);
    expect(table.rows[0]?.slice(0, 5).map(({ raw }) => raw)).toEqual(["Desktop", 5000, 1000, 5, 4.2]);
  });

  it("lists every pair when there are more than two rows, and has all of it in a table", () => {
    const three = answer([pair({}), pair({ a: 0, b: 2 }), pair({ a: 1, b: 2, verdict: "higher" })], {
      segments: ["Desktop", "Mobile", "Tablet"].map((name) => ({ name, ...proportion(10, 100) })),
    });
    const picture = prepareCompare(three, 1);
    expect(picture.pairs.map(({ names, verdict }) => [names, verdict.kind])).toEqual([
      ["Mobile beside Desktop", "lower"],
      ["Tablet beside Desktop", "lower"],
      ["Tablet beside Mobile", "higher"],
    ]);
    expect(picture.rows.map(({ verdict }) => verdict?.kind)).toEqual(["higher", undefined, "higher"]);
    expect(picture.table.columns.map(({ label }) => label)).toContain("Difference to Mobile");
    expect(picture.table.rows.map((row) => row.at(-1)?.text)[1]).toBe("Baseline");
    expect(picture.sentence).toContain("Mobile, the baseline: 10.0\u202f%, 10 of 100 visitors.");
  });

  it("warns when all parts point the other way than the whole", () => {
    const reversed = answer([pair({})], {
      warnings: [
        {
          code: "simpson",
          message: "…",
          reversal: {
            a: 0,
            b: 1,
            by: "visitor.isNew",
            strata: [
              { value: "true", a: proportion(10, 100), b: proportion(30, 200) },
              { value: null, a: proportion(0, 0), b: proportion(1, 2) },
            ],
          },
        },
        { code: "other_currencies", message: "…" },
      ],
    });
    expect(prepareReversals(reversed)).toMatchObject([
      {
        sentence:
          "Taken together, Mobile is lower than Desktop; yet among new and among returning visitors it is higher. The two consist of different visitors, so look at the parts before you conclude.",
        by: "Visitors",
        columns: ["Desktop", "Mobile"],
        rows: [{ value: "New" }, { value: "Not set", a: { text: "—" } }],
      },
    ]);
  });
});
