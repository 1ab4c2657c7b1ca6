import { describe, expect, it } from "vitest";
import { givenJourneys, goal } from "../testing/given-journeys";
import type { TimeseriesMetric, TimeseriesPoint } from "./definition";

const visitors: TimeseriesMetric = { visitors: true };
const sessions: TimeseriesMetric = { sessions: true };
const values = ({ points }: { points: TimeseriesPoint[] }) => points.map((point) => point.values);
const buy = goal("buy", { value: { property: "property.revenue", currency: "property.currency" } });

describe("buckets", () => {
  it("count a visitor once a day, so that days do not sum to the visitors of a range", () => {
    const site = givenJourneys({
      ada: ["09:00 view", "10:00 view", "+1 09:00 view"],
      ben: ["+1 10:00 view"],
    });
    const range = { to: site.at("+2 00:00") };
    expect(site.timeseries([visitors, { event: "view" }], range)).toEqual({
      unit: "visitor",
      timezone: "UTC",
      points: [
        { start: site.at("00:00"), complete: true, values: [1, 2] },
        { start: site.at("+1 00:00"), complete: true, values: [2, 2] },
      ],
    });
    expect(site.conversions(range).visitors).toBe(2);
  });

  it.each([
    ["23 hours when clocks go forward", "2026-03-29", ["03-28T23", "03-29T22"], 23, [2, 2]],
    ["25 hours when they go back", "2026-10-25", ["10-24T22", "10-25T23"], 25, [4, 1]],
  ])("are local days, of %s", (_, date, hours, length, counts) => {
    const site = givenJourneys(
      { ada: ["22:30 view", "23:00 view", "+1 21:30 view", "+1 22:00 view", "+1 23:00 view"] },
      { date: date.replace(/\d\d$/, (day) => String(Number(day) - 1)), timezone: "Europe/Berlin" },
    );
    const [day = "", next = ""] = hours.map((hour) => `2026-${hour}:00:00.000Z`);
    const daily = site.timeseries([{ event: "view" }], { from: date, to: site.at("+2 12:00") });
    expect(daily.points.map(({ start, values: [n] }) => [start, n])).toEqual([
      [day, counts[0]],
      [next, counts[1]],
    ]);
    const hourly = site.timeseries([{ event: "view" }], { from: day, to: next, interval: "hour" });
    expect(hourly.points).toHaveLength(length);
    expect(hourly.points.reduce((sum, { values: [n] }) => sum + (n ?? 0), 0)).toBe(counts[0]);
  });

  it("are complete once they are over at asOf", () => {
    const site = givenJourneys({ ada: ["09:00 view", "+1 09:00 view"] }, { now: "+1 08:00" });
    const { points } = site.timeseries([visitors], { to: site.at("+2 00:00") });
    expect(points.map(({ complete, values: [n] }) => [complete, n])).toEqual([
      [true, 1],
      [false, 0],
    ]);
  });

  it("hold a session whole where it begins", () => {
    const site = givenJourneys({ ada: ["23:50 view", "+1 00:10 buy"] }, { goals: [buy] });
    const metrics: TimeseriesMetric[] = [sessions, { goal: "buy", count: "converters" }];
    const range = { to: site.at("+2 00:00") };
    expect(values(site.timeseries(metrics, { ...range, unit: "session" }))).toEqual([
      [1, 1],
      [0, 0],
    ]);
    expect(values(site.timeseries(metrics, range))).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });
});

describe("goals", () => {
  it("have a rate over those who came in the bucket, and none where nobody came", () => {
    const site = givenJourneys(
      {
        ada: ["09:00 view", "09:10 buy", "+2 09:00 buy (passive)"],
        ben: ["09:00 view", "+2 09:00 view"],
        cy: ["+2 10:00 buy (passive)"],
        dee: ["+1 09:00 buy (passive)"],
      },
      { goals: [buy] },
    );
    const metrics = (["conversions", "converters", "rate"] as const).map((count) => ({ goal: "buy", count }));
    expect(values(site.timeseries(metrics, { to: site.at("+3 00:00") }))).toEqual([
      [1, 1, 0.5],
      [1, 1, null],
      [2, 2, 0],
    ]);
  });

  it("count by the whole range, so that buckets sum to it", () => {
    const journey = { ada: ["09:00 buy id=1", "+1 09:00 buy id=1", "+2 09:00 buy id=2"] };
    const range = (site: { at: (text: string) => string }) => ({ to: site.at("+3 00:00") });
    const metrics: TimeseriesMetric[] = [{ goal: "buy", count: "conversions" }];
    const first = givenJourneys(journey, { goals: [goal("buy", { counting: "visitor" })] });
    expect(values(first.timeseries(metrics, range(first)))).toEqual([[1], [0], [0]]);
    const keyed = givenJourneys(journey, { goals: [goal("buy", { counting: { key: "property.id" } })] });
    expect(values(keyed.timeseries(metrics, range(keyed)))).toEqual([[1], [0], [1]]);
  });

  it("have a value in the project's currency, and say what has no rate", () => {
    const site = givenJourneys(
      { ada: ["09:00 buy revenue=2", "09:10 buy revenue=300 currency=JPY"] },
      { goals: [buy] },
    );
    const day = { to: site.at("+1 00:00") };
    const answer = site.timeseries([{ goal: "buy", count: "value" }], day);
    expect(values(answer)).toEqual([[200]]);
    expect(answer.warnings).toEqual([
      {
        code: "other_currencies",
        message: "Values in JPY without a rate of their day into EUR are left out here.",
      },
    ]);
    const rated = givenJourneys(
      { ada: ["09:00 buy revenue=2", "09:10 buy revenue=300 currency=JPY"] },
      { goals: [buy], rates: [{ currency: "JPY", day: "2026-02-20", rate: "0.0061" }] },
    );
    const converted = rated.timeseries([{ goal: "buy", count: "value" }], day);
    expect(values(converted)).toEqual([[383]]);
    expect(converted.warnings).toBeUndefined();
    expect(site.timeseries([{ goal: "buy", count: "conversions" }], day).warnings).toBeUndefined();
  });
});

describe("a breakdown", () => {
  const site = givenJourneys(
    {
      ada: ["09:00 view device=mobile", "+1 09:00 view device=desktop", "+1 09:10 buy"],
      ben: ["09:00 view device=mobile", "09:10 buy"],
      cy: ["+1 09:00 view device=desktop"],
      dee: ["+1 09:00 view"],
    },
    { goals: [buy] },
  );
  const range = { to: site.at("+2 00:00") };

  it("groups units by the whole range, so that the groups of a bucket add up", () => {
    const metrics: TimeseriesMetric[] = [visitors, { goal: "buy", count: "rate" }];
    const groups = (limit: number) =>
      site
        .timeseries(metrics, { ...range, breakdown: { by: "device", limit } })
        .breakdown?.map(({ value, other, points }) => [other ? "other" : value, ...values({ points })]);
    expect(groups(8)).toEqual([
      ["mobile", [2, 0.5], [1, 1]],
      ["desktop", [0, null], [1, 0]],
      [null, [0, null], [1, 0]],
    ]);
    expect(groups(1)).toEqual([
      ["mobile", [2, 0.5], [1, 1]],
      [null, [0, null], [1, 0]],
      ["other", [0, null], [1, 0]],
    ]);
  });

  it("refuses more numbers than anybody reads", () => {
    const question = { interval: "hour", breakdown: { by: "device", limit: 50 } } as const;
    expect(() =>
      site.timeseries(Array(20).fill(visitors), { ...question, to: site.at("+30 00:00") }),
    ).toThrow(/748800 numbers/);
  });
});

it("sets the period before beside the points, each bucket as complete as its own clock says", () => {
  const site = givenJourneys(
    { ada: ["09:00 view", "+1 20:00 view", "+7 09:00 view", "+8 07:00 view"] },
    { now: "+8 08:00" },
  );
  const range = { from: site.at("+7 00:00"), to: site.at("+9 00:00"), previous: true };
  const { points, previous } = site.timeseries([{ event: "view" }], range);
  expect(points.map(({ complete, values: [n] }) => [complete, n])).toEqual([
    [true, 1],
    [false, 1],
  ]);
  expect(previous).toEqual({
    from: site.at("00:00"),
    to: site.at("+2 00:00"),
    points: [
      { start: site.at("00:00"), complete: true, values: [1] },
      { start: site.at("+1 00:00"), complete: false, values: [0] },
    ],
  });
});
