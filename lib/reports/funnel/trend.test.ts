import { describe, expect, it } from "vitest";
import { proportion } from "@/lib/statistics/wilson";
import { givenJourneys } from "../testing/given-journeys";

describe("the trend of a funnel", () => {
  it("goes by the day of the entry, in the project's timezone", () => {
    const site = givenJourneys(
      {
        ada: ["22:30 view", "23:30 buy"],
        ben: ["23:30 view", "+1 09:00 buy"],
        cy: ["+1 23:30 view"],
      },
      { timezone: "Europe/Berlin" },
    );
    const range = { from: "2026-03-02", to: "2026-03-06" };
    const { trend } = site.funnel(["view", "buy"], { ...range, window: "1d", trend: { interval: "day" } });
    expect(trend?.map(({ start, entered, reached }) => [start, entered, reached])).toEqual([
      ["2026-03-01T23:00:00.000Z", 1, 1],
      ["2026-03-02T23:00:00.000Z", 1, 1],
      ["2026-03-03T23:00:00.000Z", 1, 0],
      ["2026-03-04T23:00:00.000Z", 0, 0],
    ]);
  });

  it("is complete when nobody of a bucket can still begin or go on", () => {
    const site = givenJourneys(
      { ada: ["09:00 view", "09:10 buy"], ben: ["+1 09:00 view"], cy: ["+2 09:00 view"] },
      { now: "+2 12:00" },
    );
    const range = { from: site.at("00:00"), to: site.at("+3 00:00") };
    const at = (window: string) =>
      site.funnel(["view", "buy"], { ...range, window, trend: { interval: "day" } }).trend;
    expect(at("1d")).toEqual([
      { start: site.at("00:00"), complete: true, entered: 1, reached: 1, open: 0, rate: proportion(1, 1) },
      {
        start: site.at("+1 00:00"),
        complete: false,
        entered: 1,
        reached: 0,
        open: 0,
        rate: proportion(0, 1),
      },
      {
        start: site.at("+2 00:00"),
        complete: false,
        entered: 1,
        reached: 0,
        open: 1,
        rate: proportion(0, 1),
      },
    ]);
    expect(at("12h")?.map(({ complete }) => complete)).toEqual([true, true, false]);
  });

  it("counts a session that begins in the range and enters after it in the last bucket", () => {
    const site = givenJourneys({ ada: ["23:50 search", "+1 00:10 view"] });
    const day = { from: site.at("00:00"), to: site.at("+1 00:00"), unit: "session" as const };
    const { trend } = site.funnel(["view"], { ...day, trend: { interval: "hour" } });
    expect(trend?.map(({ entered }) => entered)).toEqual([...Array.from({ length: 23 }, () => 0), 1]);
    const soon = { ...day, window: "5m", asOf: site.at("+1 00:15"), trend: { interval: "day" as const } };
    expect(site.funnel(["view", "buy"], soon).trend).toMatchObject([{ complete: false, open: 1 }]);
    const later = { ...soon, asOf: site.at("+1 00:15:00.001") };
    expect(site.funnel(["view", "buy"], later).trend).toMatchObject([{ complete: true, open: 0 }]);
  });

  it("is stated for the period before, too", () => {
    const site = givenJourneys(
      { ada: ["09:00 view", "09:10 buy"], ben: ["+7 09:00 view"] },
      { now: "+8 00:00" },
    );
    const day = { from: site.at("+7 00:00"), to: site.at("+8 00:00"), previous: true };
    const answer = site.funnel(["view", "buy"], { ...day, trend: { interval: "day" } });
    expect(answer.trend).toMatchObject([{ entered: 1, reached: 0 }]);
    expect(answer.previous?.trend).toMatchObject([{ start: site.at("00:00"), entered: 1, reached: 1 }]);
  });

  it("refuses more points than anyone can look at", () => {
    const site = givenJourneys({});
    const year = { from: site.at("00:00"), to: site.at("+300 00:00") };
    expect(() => site.funnel(["view"], { ...year, trend: { interval: "hour" } })).toThrow(
      "These are 7200 points; ask for at most 5000, with a longer interval.",
    );
  });
});

describe("the distribution of times", () => {
  it("counts by bounds that people speak of, up to the window", () => {
    const site = givenJourneys({
      quick: ["09:00 view", "09:00 cart", "09:00:05 buy"],
      slow: ["09:00 view", "09:00:05.001 cart", "09:40 buy"],
      none: ["09:00 view", "09:10 cart"],
    });
    const bounds = [1, 5, 15, 30, 60, 120, 300, 600, 1800, 3600];
    const answer = site.funnel(["view", "cart", "buy"], { distribution: true });
    expect(answer.distribution).toEqual({ bounds, counts: [0, 1, 0, 0, 0, 0, 0, 0, 0, 1] });
    expect(answer.steps[0]?.distribution).toBeUndefined();
    expect(answer.steps[1]?.distribution).toEqual({ bounds, counts: [1, 0, 1, 0, 0, 0, 0, 1, 0, 0] });
    expect(answer.steps[2]?.distribution?.counts).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 0, 1]);
  });

  it("has one bound more where the window lies between two", () => {
    const { distribution } = givenJourneys({}).funnel(["view", "buy"], { window: "2s", distribution: true });
    expect(distribution).toEqual({ bounds: [1, 5], counts: [0, 0] });
  });
});
