import { describe, expect, it } from "vitest";
import { randomNumbers } from "@/lib/statistics/random-numbers";
import { goal } from "../testing/given-journeys";
import type { GoalCounts, HealthCounts } from "./health-counts";
import { hourMs, type Watch } from "./health-goals";
import { judgeRates, judgeTraffic } from "./judge-rates";

// Shops whose goals are what they always were: what is found is a false alarm.

/** Source: Knuth 1969, for small means. */
const poisson = (mean: number, random: () => number): number => {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count++;
  return count;
};

const hours = 56 * 24;
const watch: Watch = { range: { from: 0, to: 0, asOf: 0 }, start: 0, end: hours * hourMs, hours };
/** Conversions of a hundred visitors: from one a fortnight to several an hour. */
const rates = [0.01, 0.05, 0.2, 1, 5, 20];
const goals = rates.map((rate) => goal(`of-${rate}`));

/** More visitors in the evening and fewer at weekends, when they also buy half as often. */
const visitorsAt = (h: number): number => (h % 24 > 17 ? 12 : 3) * (Math.floor(h / 24) % 7 > 4 ? 0.5 : 1);

const healthy = (seed: number, until = hours): HealthCounts => {
  const random = randomNumbers(seed);
  const visitorsIn = Uint32Array.from({ length: hours }, (_, h) => poisson(visitorsAt(h), random));
  const counted = rates.map((rate): GoalCounts => {
    const reachedIn = visitorsIn.map((visitors, h) =>
      h < until ? poisson((visitors * rate * (Math.floor(h / 24) % 7 > 4 ? 0.5 : 1)) / 100, random) : 0,
    );
    const first = reachedIn.findIndex((count) => count > 0);
    const last = reachedIn.findLastIndex((count) => count > 0);
    return {
      reachedIn,
      firstAt: first < 0 ? Number.POSITIVE_INFINITY : first * hourMs,
      lastAt: last < 0 ? Number.NEGATIVE_INFINITY : (last + 0.5) * hourMs,
      occurrences: 0,
      conversions: 0,
      visitors: 0,
      inRate: 0,
      converters: 0,
      squares: 0,
      byKey: 0,
      gaps: new Float64Array(0),
    };
  });
  const lastEventAt = (visitorsIn.findLastIndex((count) => count > 0) + 0.5) * hourMs;
  return {
    visitorsIn,
    lastEventAt,
    visitors: 0,
    goals: counted,
    pairs: [],
    similar: [],
    read: { journeys: 0, events: 0 },
  };
};

const seeds = Array.from({ length: 400 }, (_, seed) => seed + 1);

describe("healthy goals", () => {
  it("are called silent or dropped in less than one of a hundred looks", () => {
    const alarms = seeds.flatMap((seed) => judgeRates(goals, healthy(seed), watch)).filter(Boolean);
    expect(alarms.length / (seeds.length * goals.length)).toBeLessThan(0.01);
    // What a threshold of one in a thousand promises, with room for chance.
    expect(alarms.length).toBeLessThanOrEqual(6);
  });

  it("have visitors that are not called stopped", () => {
    const stopped = seeds.filter((seed) => judgeTraffic(healthy(seed), watch).status !== "arriving");
    expect(stopped.length).toBeLessThanOrEqual(2);
  });
});

describe("goals that stopped four days ago", () => {
  it("are found where that is not by chance, and only there", () => {
    const found = seeds.slice(0, 100).map((seed) => judgeRates(goals, healthy(seed, hours - 96), watch));
    const foundOf = (g: number) => found.filter((findings) => findings[g]?.kind === "silent").length;
    // About 0.03, 0.2, 0.6, 3, 16 and 63 were to come.
    expect(Math.min(foundOf(4), foundOf(5))).toBeGreaterThan(95);
    expect(foundOf(0) + foundOf(1) + foundOf(2)).toBe(0);
  });
});
