import { describe, expect, it } from "vitest";
import type { AdCost } from "@/lib/ad-costs/definition";
import { givenJourneys, goal } from "../testing/given-journeys";
import { withCosts } from "./costs";
import {
  type AttributionModel,
  type AttributionRow,
  attributionModels,
  attributionQuestion,
} from "./definition";

const buy = goal("buy", { value: { property: "property.revenue", currency: "property.currency" } });
const search = "Page Viewed path=/ utm.source=google utm.medium=cpc";
const email = "Page Viewed path=/ utm.source=news utm.medium=email";
const direct = "Page Viewed path=/";

const conversionsBy = (rows: readonly AttributionRow[]): Record<string, number> =>
  Object.fromEntries(rows.map(({ key, conversions }) => [String(key), conversions]));

describe("models that divide one conversion after the other", () => {
  // Paid search, e-mail and direct, each a week after the other; the purchase lies in the direct session.
  const site = givenJourneys(
    {
      ada: [`09:00 ${search}`, `+7 09:00 ${email}`, `+14 09:00 ${direct}`, "+14 09:00 buy revenue=100"],
    },
    { goals: [buy] },
  );
  const by = (model: AttributionModel) => conversionsBy(site.attribution({ goal: "buy", model }).rows);

  // The models as Google Analytics' help describes them, with its half-life of seven days and its 40/20/40.
  it.each([
    ["first", { "Paid Search": 1, Email: 0, Direct: 0 }],
    ["last", { "Paid Search": 0, Email: 0, Direct: 1 }],
    ["lastNonDirect", { "Paid Search": 0, Email: 1, Direct: 0 }],
    ["linear", { "Paid Search": 0.333334, Email: 0.333333, Direct: 0.333333 }],
    // A touch seven days before weighs half as much, one fourteen days before a quarter: 1/7, 2/7, 4/7.
    ["timeDecay", { "Paid Search": 0.142857, Email: 0.285714, Direct: 0.571429 }],
    ["position", { "Paid Search": 0.4, Email: 0.2, Direct: 0.4 }],
  ] as const)("%s", (model, expected) => {
    expect(by(model)).toEqual(expected);
  });

  it("gives direct the credit when nothing else was there", () => {
    const only = givenJourneys(
      { ada: [`09:00 ${direct}`, `+1 09:00 ${direct}`, "+1 09:01 buy"] },
      { goals: [buy] },
    );
    expect(conversionsBy(only.attribution({ goal: "buy" }).rows)).toEqual({ Direct: 1 });
  });

  it("divides between two touches by position in halves, and gives one all", () => {
    const two = givenJourneys(
      {
        ada: [`09:00 ${search}`, `+1 09:00 ${email}`, "+1 09:01 buy"],
        ben: [`09:00 ${search}`, "09:01 buy"],
      },
      { goals: [buy] },
    );
    const { rows } = two.attribution({ goal: "buy", model: "position" });
    expect(conversionsBy(rows)).toEqual({ "Paid Search": 1.5, Email: 0.5 });
  });
});

describe("a whole answer", () => {
  it("states credits, sessions and what has no touch, to the cent", () => {
    const site = givenJourneys(
      {
        ada: [`09:00 ${search}`, `+1 09:00 ${email}`, `+2 09:00 ${direct}`, "+2 09:01 buy revenue=1"],
        ben: [`09:00 ${search}`],
        hook: ["09:00 buy revenue=5 (passive)"],
      },
      { goals: [buy] },
    );
    const euros = (minor: number) => ({
      revenue: [{ currency: "EUR", minor }],
      converted: { currency: "EUR", minor, missing: [] },
    });
    const { spending, ...answer } = site.attribution({ goal: "buy", model: "linear" });
    expect(answer).toEqual({
      unit: "visitor",
      goal: "buy",
      model: "linear",
      by: "channel",
      conversions: 2,
      ...euros(600),
      rows: [
        { key: "Paid Search", sessions: 2, conversions: 0.333334, ...euros(34), share: 0.333334 },
        { key: "Direct", sessions: 1, conversions: 0.333333, ...euros(33), share: 0.333333 },
        { key: "Email", sessions: 1, conversions: 0.333333, ...euros(33), share: 0.333333 },
      ],
      untouched: { conversions: 1, ...euros(500) },
    });
  });

  it("has a row for a channel without conversions, and says nothing of shares where there are none", () => {
    const site = givenJourneys({ ada: [`09:00 ${email}`] }, { goals: [buy] });
    for (const model of attributionModels)
      expect(site.attribution({ goal: "buy", model })).toMatchObject({
        conversions: 0,
        rows: [{ key: "Email", sessions: 1, conversions: 0, share: null }],
      });
  });

  it("answers with nothing for nobody", () => {
    const site = givenJourneys({}, { goals: [buy] });
    for (const model of attributionModels)
      expect(site.attribution({ goal: "buy", model })).toMatchObject({
        conversions: 0,
        revenue: [],
        rows: [],
      });
  });

  it("puts what is beyond the limit together, with all that it brought", () => {
    const journeys = Object.fromEntries(
      Array.from({ length: 5 }, (_, n) => [
        `v${n}`,
        [`09:00 Page Viewed path=/${n}`, ...Array.from({ length: n }, () => "09:01 buy revenue=1")],
      ]),
    );
    const site = givenJourneys(journeys, { goals: [buy] });
    const { rows } = site.attribution({ goal: "buy", by: "landing", limit: 2 });
    expect(rows).toMatchObject([
      { key: "/4", conversions: 4, sessions: 1 },
      { key: "/3", conversions: 3, sessions: 1 },
      { key: null, other: true, conversions: 3, sessions: 3, revenue: [{ currency: "EUR", minor: 300 }] },
    ]);
  });

  it("compares models on the same rows", () => {
    const site = givenJourneys(
      { ada: [`09:00 ${search}`, `+1 09:00 ${email}`, "+1 09:01 buy revenue=1"] },
      { goals: [buy] },
    );
    const { rows, byModel } = site.attribution({ goal: "buy", model: "last", models: ["first", "last"] });
    expect(byModel?.map((one) => [one.model, conversionsBy(one.rows)])).toEqual([
      ["first", { Email: 0, "Paid Search": 1 }],
      ["last", { Email: 1, "Paid Search": 0 }],
    ]);
    expect(byModel?.[1]?.rows).toEqual(rows);
  });
});

describe("touches", () => {
  const touched = (lines: readonly string[], question: object = {}) => {
    const site = givenJourneys({ ada: lines }, { goals: [buy] });
    return conversionsBy(site.attribution({ goal: "buy", model: "first", ...question }).rows);
  };

  it("lie in the lookback up to its last millisecond", () => {
    const lines = [`09:00 ${search}`, `+1 09:00 ${email}`, "+1 09:00:00 buy"];
    expect(touched(lines, { lookbackMs: 86_400_000 })).toMatchObject({ "Paid Search": 1 });
    expect(touched(lines, { lookbackMs: 86_399_999 })).toMatchObject({ Email: 1 });
  });

  it("are found before the range, too", () => {
    const site = givenJourneys({ ada: [`09:00 ${search}`, "+5 09:00 buy (passive)"] }, { goals: [buy] });
    const { rows } = site.attribution({ goal: "buy", from: site.at("+5 00:00") });
    expect(rows).toMatchObject([{ key: "Paid Search", sessions: 0, conversions: 1 }]);
  });

  it("include the session of the conversion however long ago it began, and none that begins later", () => {
    const lines = [
      "09:00 Page Viewed path=/ session=s utm.source=news utm.medium=email",
      "+3 09:00 buy session=s",
      `+3 10:00 ${search}`,
    ];
    expect(touched(lines, { lookbackMs: 1000 })).toEqual({ Email: 1, "Paid Search": 0 });
  });

  it("are at most the first and the latest 499", () => {
    const page = (n: number) => {
      const time = new Date(n * 60_000).toISOString().slice(11, 19);
      return `${time} Page Viewed path=/${n === 0 ? "first" : n < 102 ? "old" : "new"} session=s${n}`;
    };
    const pages = Array.from({ length: 601 }, (_, n) => page(n));
    const lines = [...pages, "10:01 buy session=s600"];
    const linear = { model: "linear", by: "landing" };
    expect(touched(lines, linear)).toEqual({ "/first": 1 / 500, "/new": 499 / 500, "/old": 0 });
    const all = [...pages.slice(0, 499), "08:20 buy session=s498"];
    expect(touched(all, linear)["/old"]).toBeCloseTo(101 / 499, 3);
  });

  it("are no sessions without pages", () => {
    const site = givenJourneys({ ada: ["09:00 buy revenue=3"] }, { goals: [buy] });
    expect(site.attribution({ goal: "buy" })).toMatchObject({
      rows: [],
      untouched: { conversions: 1, revenue: [{ currency: "EUR", minor: 300 }] },
    });
  });

  it.each([
    ["source", "google"],
    ["medium", "cpc"],
    ["campaign", "Spring"],
    ["referrer", "google.com"],
    ["landing", "/start"],
  ] as const)("are told apart by %s as their session came", (by, key) => {
    const lines = [
      "08:59 view",
      "09:00 Page Viewed path=/start referrer=www.google.com/ utm.source=Google utm.medium=CPC utm.campaign=Spring",
      "09:01 Page Viewed path=/next utm.source=other",
      "09:02 buy",
    ];
    expect(touched(lines, { by })).toEqual({ [key]: 1 });
  });

  it("divide what counts once by its key, with the money of its copy", () => {
    const order = goal("buy", { counting: { key: "property.id" }, value: buy.value });
    const site = givenJourneys(
      {
        ada: [`09:00 ${search}`, "09:01 buy id=1"],
        hook: ["09:02 buy id=1 revenue=7 (passive)"],
      },
      { goals: [order] },
    );
    expect(site.attribution({ goal: "buy" })).toMatchObject({
      conversions: 1,
      rows: [{ key: "Paid Search", conversions: 1, revenue: [{ currency: "EUR", minor: 700 }] }],
      untouched: { conversions: 0 },
    });
  });
});

describe("models that look at all journeys", () => {
  // The well-known example of three ways (see markov-removal.test.ts) with channels: 1>2>3 converts, 1 and 2>3 do not.
  const three = givenJourneys(
    {
      ada: [`09:00 ${search}`, `+1 09:00 ${email}`, `+2 09:00 ${direct}`, "+2 09:01 buy revenue=1"],
      ben: [`09:00 ${search}`],
      cid: [`09:00 ${email}`, `+1 09:00 ${direct}`],
    },
    { goals: [buy] },
  );

  it("markov: in proportion to removal effects of 1/2, 1 and 1", () => {
    const { rows } = three.attribution({ goal: "buy", model: "markov" });
    expect(rows).toMatchObject([
      { key: "Direct", removalEffect: 1, conversions: 0.4, revenue: [{ minor: 40 }] },
      { key: "Email", removalEffect: 1, conversions: 0.4, revenue: [{ minor: 40 }] },
      { key: "Paid Search", removalEffect: 0.5, conversions: 0.2, revenue: [{ minor: 20 }] },
    ]);
  });

  it("markov: with all that came of a visitor who came very often and never bought", () => {
    const often = Array.from({ length: 96 }, (_, n) => {
      const hour = String(n % 24).padStart(2, "0");
      return `+${Math.floor(n / 24)} ${hour}:00 ${search}`;
    });
    const site = givenJourneys(
      { ada: [`09:00 ${email}`, `+1 09:00 ${search}`, "+1 09:01 buy"], ben: often },
      { goals: [buy] },
    );
    // Half of the journeys begin with e-mail, and none converts without search.
    expect(site.attribution({ goal: "buy", model: "markov" }).rows).toMatchObject([
      { key: "Paid Search", sessions: 97, removalEffect: 1 },
      { key: "Email", sessions: 1, removalEffect: 0.5 },
    ]);
  });

  it("shapley: by what each adds to the others", () => {
    // Search alone converts in one of two, e-mail alone in none of two, both in two of two: of each of these two, search
    // has (0.5 + 1 − 0) / 2 and e-mail (0 + 1 − 0.5) / 2.
    const both = [`09:00 ${search}`, `+1 09:00 ${email}`, "+1 09:01 buy"];
    const site = givenJourneys(
      {
        a: [`09:00 ${search}`, "09:01 buy"],
        b: [`09:00 ${search}`],
        c: [`09:00 ${email}`],
        d: [`09:00 ${email}`],
        e: both,
        f: both,
      },
      { goals: [buy] },
    );
    const { rows } = site.attribution({ goal: "buy", model: "shapley" });
    expect(conversionsBy(rows)).toEqual({ "Paid Search": 1 + 2 * 0.75, Email: 2 * 0.25 });
    expect(rows.every((row) => !("error" in row))).toBe(true);
  });

  it("shapley: states its error where more than twelve keys occur together", () => {
    const visits = Array.from({ length: 13 }, (_, n) => `+${n} 09:00 Page Viewed path=/${n}`);
    const site = givenJourneys(
      { ada: [...visits, "+12 09:01 buy"], ben: [visits[0] ?? "", "09:01 buy"] },
      { goals: [buy] },
    );
    const { rows } = site.attribution({ goal: "buy", by: "landing", model: "shapley" });
    expect(rows.reduce((sum, row) => sum + Math.round(row.conversions * 1e6), 0)).toBe(2e6);
    expect(rows.find(({ key }) => key === "/1")?.error).toBeGreaterThan(0);
  });

  it("tell the 200 keys apart that most sessions have, and give the others their part together", () => {
    const journeys = Object.fromEntries(
      Array.from({ length: 205 }, (_, n) => [`v${n}`, [`09:00 Page Viewed path=/${n + 100}`, "09:01 buy"]]),
    );
    const site = givenJourneys(journeys, { goals: [buy] });
    for (const model of ["markov", "shapley"] as const) {
      const { rows } = site.attribution({ goal: "buy", by: "landing", model, limit: 200 });
      expect(rows.at(-1)).toMatchObject({ key: null, other: true, sessions: 5, conversions: 5 });
      expect(rows.at(0)).toMatchObject({ key: "/100", conversions: 1 });
    }
  });
});

describe("stages", () => {
  it("divide a conversion among the micro goals on its way, and these among the touches before them", () => {
    const cart = goal("cart", { tier: "micro", stage: "cart" });
    const away = Array.from({ length: 8 }, (_, n) => [`no${n}`, [`09:00 ${direct}`]]);
    const bought = [`09:00 ${search}`, "09:01 cart", `+1 09:00 ${email}`, "+1 09:01 buy revenue=1"];
    const site = givenJourneys(
      {
        ada: bought,
        ben: bought,
        ...Object.fromEntries(away),
        cid: [`09:00 ${direct}`, "09:01 buy revenue=1"],
      },
      { goals: [cart, buy] },
    );
    const { stages, untouched } = site.attribution({ goal: "buy", model: "last", stages: {} });
    const micro = stages?.micros[0];
    // With the cart all buy, after moments without it 3 of 11 do (two before a cart, cid's): 8/11 goes back to the cart.
    expect(micro).toMatchObject({ micro: "cart", conversions: 1.454546 });
    expect(micro?.weight).toBeCloseTo(8 / 11, 12);
    expect(micro?.explains).toBeCloseTo(8 / 11, 12);
    expect(stages?.micros[1]).toMatchObject({ micro: null, conversions: 1.545454 });
    expect(stages?.links.map(({ key, micro, conversions }) => [key, micro, conversions])).toEqual([
      ["Paid Search", "cart", 1.454546],
      ["Email", null, 0.545454],
      ["Direct", null, 1],
    ]);
    expect(untouched.conversions).toBe(0);
  });

  it("go back to a touch that only a micro goal goes back to: before the range, and too long before the conversion", () => {
    const cart = goal("cart", { tier: "micro", stage: "cart" });
    const away = Array.from({ length: 8 }, (_, n) => [`no${n}`, [`+10 09:00 ${direct}`]]);
    const site = givenJourneys(
      {
        ada: [`+9 23:00 ${email}`, "+9 23:01 cart", `+10 09:00 ${search}`, "+10 09:01 buy"],
        ben: [`+10 09:00 ${search}`, "+10 09:01 cart", "+10 09:02 buy"],
        ...Object.fromEntries(away),
      },
      { goals: [cart, buy] },
    );
    const asked = { goal: "buy", model: "last", from: site.at("+10 00:00"), lookbackMs: 3_600_000 } as const;
    const { rows, stages } = site.attribution({ ...asked, stages: {} });
    expect(stages?.links.map(({ key, micro }) => [key, micro])).toEqual([
      ["Paid Search", "cart"],
      ["Email", "cart"],
      ["Paid Search", null],
    ]);
    expect(stages?.links.reduce((sum, { conversions }) => sum + Math.round(conversions * 1e6), 0)).toBe(2e6);
    expect(rows.at(-1)).toMatchObject({ key: "Email", sessions: 0, conversions: 0 });
  });

  it("go straight to the conversion where no micro goal speaks for it", () => {
    const site = givenJourneys({ ada: [`09:00 ${search}`, "09:01 buy"] }, { goals: [buy] });
    expect(site.attribution({ goal: "buy", stages: {} }).stages).toMatchObject({
      links: [{ key: "Paid Search", micro: null, conversions: 1 }],
      micros: [{ micro: null, conversions: 1 }],
    });
  });
});

describe("costs", () => {
  const site = givenJourneys(
    { ada: [`09:00 ${search}`, "09:01 buy revenue=50"], ben: [`09:00 ${email}`] },
    { goals: [buy], rates: [{ currency: "USD", day: "2026-03-01", rate: "0.5" }] },
  );
  const cost = (source: string, costMinor: number, stated: Partial<AdCost> = {}): AdCost => ({
    day: "2026-03-02",
    source,
    medium: "cpc",
    campaign: "",
    costMinor,
    currency: "EUR",
    clicks: null,
    impressions: null,
    ...stated,
  });
  const euros = (minor: number, missing: string[] = []) => ({ currency: "EUR", minor, missing });

  it("stand beside the sources that they paid for, with a row for those that brought nobody", () => {
    const answer = site.attribution({ goal: "buy", by: "source" });
    const found = withCosts(answer, [
      cost("google", 1000),
      cost("google", 1000, { currency: "USD" }),
      cost("bing", 300),
    ]);
    expect(found).toMatchObject({
      cost: euros(1800),
      rows: [
        {
          key: "google",
          conversions: 1,
          cost: euros(1500),
          costPerConversion: 1500,
          returnOnCost: 5000 / 1500,
        },
        { key: "news", conversions: 0, cost: euros(0), costPerConversion: null, returnOnCost: null },
        {
          key: "bing",
          conversions: 0,
          sessions: 0,
          share: 0,
          cost: euros(300),
          costPerConversion: null,
          returnOnCost: 0,
        },
      ],
    });
    expect(found).not.toHaveProperty("spending");
  });

  it("belong to the channel that their source and medium make, and to no landing page", () => {
    const byChannel = withCosts(site.attribution({ goal: "buy" }), [cost("google", 1000)]);
    expect(byChannel.rows[0]).toMatchObject({ key: "Paid Search", cost: euros(1000), returnOnCost: 5 });
    const unstated = withCosts(site.attribution({ goal: "buy" }), [cost("google", 1000, { medium: "" })]);
    expect(unstated.rows[0]).toMatchObject({ key: "Paid Search", cost: euros(1000) });
    const byLanding = withCosts(site.attribution({ goal: "buy", by: "landing" }), [cost("google", 1000)]);
    expect(byLanding).not.toHaveProperty("cost");
  });

  it("say nothing of what cannot be converted", () => {
    const answer = site.attribution({ goal: "buy", by: "source" });
    const [google] = withCosts(answer, [cost("google", 1000, { currency: "CHF" })]).rows;
    expect(google).toMatchObject({ cost: null, costPerConversion: null, returnOnCost: null });
    const [some] = withCosts(answer, [cost("google", 1000, { currency: "CHF" }), cost("google", 5)]).rows;
    expect(some).toMatchObject({ cost: euros(5, ["CHF"]), costPerConversion: null, returnOnCost: null });
  });

  it("are those of everybody, so that they say nothing of a segment's conversions", () => {
    const segment = { field: "utm.source", op: "is", value: "google" } as const;
    const found = withCosts(site.attribution({ goal: "buy", by: "source", segment }), [cost("google", 1000)]);
    expect(found).toMatchObject({
      cost: euros(1000),
      rows: [{ conversions: 1, cost: euros(1000), costPerConversion: null, returnOnCost: null }],
      warnings: [{ code: "cost_of_all" }],
    });
  });

  it("of sources that have no row of their own are in the row of all others", () => {
    const answer = site.attribution({ goal: "buy", by: "source", limit: 1 });
    const { rows } = withCosts(answer, [cost("news", 70), cost("bing", 300), cost("yahoo", 20)]);
    expect(rows).toMatchObject([
      { key: "google", cost: euros(0) },
      { key: "bing", cost: euros(300) },
      { key: null, other: true, sessions: 1, cost: euros(90) },
    ]);
  });
});

describe("a question", () => {
  const wrong = (stated: object) => {
    const { error } = attributionQuestion.safeParse({
      from: "2026-03-02",
      to: "2026-03-03",
      goal: "buy",
      ...stated,
    });
    return error?.issues.map(({ path }) => path.join("."));
  };

  it.each([
    [{ lookbackMs: 0 }, "lookbackMs"],
    [{ lookbackMs: 367 * 86_400_000 }, "lookbackMs"],
    [{ halfLifeMs: 1000 }, "halfLifeMs"],
    [{ model: "magic" }, "model"],
    [{ models: ["last", "last"] }, "models.1"],
    [{ unit: "session" }, "unit"],
    [{ by: "device" }, "by"],
    [{ model: "markov", stages: {} }, "model"],
    [{ stages: { micros: ["cart", "buy"] } }, "stages.micros.1"],
    [{ stages: { micros: ["cart", "cart"] } }, "stages.micros.1"],
  ])("is refused at its place: %j", (stated, path) => {
    expect(wrong(stated)).toEqual([path]);
  });

  it("may ask for a half-life with timeDecay, in one or several models", () => {
    expect(wrong({ model: "timeDecay", halfLifeMs: 1000 })).toBeUndefined();
    expect(wrong({ models: ["timeDecay"], halfLifeMs: 1000 })).toBeUndefined();
  });
});
