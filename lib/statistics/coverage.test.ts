import { expect, it } from "vitest";
import {
  addCluster,
  type ClusteredSums,
  clusteredDifference,
  clusteredRate,
  clusteredRatio,
  newClusteredSums,
} from "./clustered";
import { mantelHaenszel } from "./mantel-haenszel";
import { meanRatio } from "./mean-ratio";
import { newcombe } from "./newcombe";
import { type Sample, welch } from "./welch";

/** Numbers in (0, 1), the same for the same seed: Marsaglia's xorshift with 32 bits. */
type Random = () => number;

const randomFrom = (seed: number): Random => {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return ((state >>> 0) + 0.5) / 2 ** 32;
  };
};

type Judge<World> = { truth: number; interval: (world: World) => { low: number; high: number } | null };

/** In how many percent of 4000 worlds each interval holds the truth; one that cannot be said does not. */
const coverage = <World>(world: (random: Random) => World, judges: readonly Judge<World>[]): number[] => {
  const runs = 4000;
  const random = randomFrom(1);
  const held = judges.map(() => 0);
  for (let run = 0; run < runs; run++) {
    const seen = world(random);
    judges.forEach(({ truth, interval }, i) => {
      const found = interval(seen);
      if (found && found.low <= truth && truth <= found.high) held[i] = (held[i] ?? 0) + 1;
    });
  }
  return held.map((count) => (100 * count) / runs);
};

// A right interval is more than 1.5 points off for one seed in 70,000.
const expectRight = (percents: readonly number[]) => {
  for (const percent of percents) {
    expect(percent).toBeGreaterThan(93.5);
    expect(percent).toBeLessThan(96.5);
  }
};

const normal = (random: Random) => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());

const sampleFrom = (n: number, value: () => number): Sample => {
  const sample = { n, sum: 0, sumOfSquares: 0 };
  for (let i = 0; i < n; i++) {
    const drawn = value();
    sample.sum += drawn;
    sample.sumOfSquares += drawn * drawn;
  }
  return sample;
};

it("holds the difference of means 95 times of 100, with few values and unequal spread", () => {
  const world = (random: Random) => ({
    a: sampleFrom(8, () => 5 + 4 * normal(random)),
    b: sampleFrom(25, () => 2 + normal(random)),
  });
  expectRight(coverage(world, [{ truth: 3, interval: ({ a, b }) => welch(a, b) }]));
});

it("holds the difference and the ratio of mean revenue, which most visitors bring none of", () => {
  const spent = (random: Random, share: number) => () =>
    random() < share ? Math.exp(3 + normal(random) / 2) : 0;
  const meanSpent = Math.exp(3 + 1 / 8);
  const world = (random: Random) => ({
    a: sampleFrom(300, spent(random, 0.3)),
    b: sampleFrom(500, spent(random, 0.2)),
  });
  expectRight(
    coverage(world, [
      { truth: 0.1 * meanSpent, interval: ({ a, b }) => welch(a, b) },
      { truth: 1.5, interval: ({ a, b }) => meanRatio(a, b) },
    ]),
  );
});

const conversions = (random: Random, sessions: number, rate: number) => {
  let converted = 0;
  for (let session = 0; session < sessions; session++) if (random() < rate) converted++;
  return converted;
};

/** 120 visitors of 1 to 6 sessions, of whom 40 % convert often, at 0.7 in group a and 0.5 in b, others at 0.1. */
const visitors =
  (file: (random: Random, sums: ClusteredSums, sessions: number, aRate: number, bRate: number) => void) =>
  (random: Random): ClusteredSums => {
    const sums = newClusteredSums();
    for (let visitor = 0; visitor < 120; visitor++) {
      const often = random() < 0.4;
      file(random, sums, 1 + Math.floor(random() * 6), often ? 0.7 : 0.1, often ? 0.5 : 0.1);
    }
    return sums;
  };

const inOneGroup = visitors((random, sums, sessions, aRate, bRate) => {
  if (random() < 0.5) addCluster(sums, conversions(random, sessions, aRate), sessions, 0, 0);
  else addCluster(sums, 0, 0, conversions(random, sessions, bRate), sessions);
});

const inBothGroups = visitors((random, sums, sessions, aRate, bRate) => {
  addCluster(sums, conversions(random, sessions, aRate), sessions, conversions(random, 3, bRate), 3);
});

it.each([
  ["in one group each", inOneGroup],
  ["in both groups", inBothGroups],
])("holds rates, difference and ratio of sessions of visitors that are %s", (_, world) => {
  expectRight(
    coverage(world, [
      { truth: 0.34, interval: (sums) => clusteredRate(sums, "a") },
      { truth: 0.26, interval: (sums) => clusteredRate(sums, "b") },
      { truth: 0.08, interval: clusteredDifference },
      { truth: 0.34 / 0.26, interval: clusteredRatio },
    ]),
  );
});

it("needs the clusters: taken for independent, such sessions are trusted too far", () => {
  const independent = ({ aPart, aWhole, bPart, bWhole }: ClusteredSums) =>
    newcombe(aPart, aWhole, bPart, bWhole);
  const [percent] = coverage(inOneGroup, [{ truth: 0.08, interval: independent }]);
  expect(percent).toBeLessThan(88);
});

it("holds the ratio within strata although the groups are mixed differently", () => {
  const strata = [
    { aWhole: 30, bWhole: 150, bRate: 0.1 },
    { aWhole: 80, bWhole: 80, bRate: 0.2 },
    { aWhole: 150, bWhole: 20, bRate: 0.4 },
  ];
  const world = (random: Random) =>
    strata.map(({ aWhole, bWhole, bRate }) => ({
      aPart: conversions(random, aWhole, 1.5 * bRate),
      aWhole,
      bPart: conversions(random, bWhole, bRate),
      bWhole,
    }));
  expectRight(coverage(world, [{ truth: 1.5, interval: mantelHaenszel }]));
});
