import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addCluster,
  type ClusteredSums,
  clusteredDifference,
  clusteredRate,
  clusteredRatio,
  joinClusteredSums,
  newClusteredSums,
} from "./clustered";
import { rateRatio } from "./rate-ratio";
import { wilson } from "./wilson";

type Cluster = readonly [aPart: number, aWhole: number, bPart: number, bWhole: number];

const sumsOf = (clusters: readonly Cluster[]): ClusteredSums => {
  const sums = newClusteredSums();
  for (const cluster of clusters) addCluster(sums, ...cluster);
  return sums;
};

/** Every unit its own cluster. */
const singles = (aPart: number, aWhole: number, bPart: number, bWhole: number): ClusteredSums =>
  sumsOf([
    ...Array.from({ length: aWhole }, (_, i): Cluster => [i < aPart ? 1 : 0, 1, 0, 0]),
    ...Array.from({ length: bWhole }, (_, i): Cluster => [0, 0, i < bPart ? 1 : 0, 1]),
  ]);

const z = 1.959963984540054;

const some: Cluster[] = [
  [1, 3, 0, 0],
  [0, 2, 1, 1],
  [2, 2, 1, 4],
  [0, 0, 0, 3],
  [1, 1, 0, 2],
  [0, 5, 2, 2],
  [1, 4, 0, 1],
  [0, 0, 1, 1],
];

// Expected values: numpy on the clusters themselves, as k/(k − 1) · Σ (residual of a − residual of b)².
describe("clusters that have units in both groups", () => {
  it("have numpy's difference", () => {
    expect(clusteredDifference(sumsOf(some))).toEqual({
      estimate: expect.closeTo(-0.06302521008403361, 12),
      low: expect.closeTo(-0.6094651980794367, 12),
      high: expect.closeTo(0.48341477791136944, 12),
      pValue: expect.closeTo(0.8211562944204225, 12),
    });
  });

  it("have numpy's ratio", () => {
    expect(clusteredRatio(sumsOf(some))).toEqual({
      ratio: expect.closeTo(0.8235294117647058, 12),
      low: expect.closeTo(0.1530666593302313, 12),
      high: expect.closeTo(4.430753862461641, 11),
    });
  });

  it("have numpy's rates", () => {
    expect(clusteredRate(sumsOf(some), "a")).toEqual({
      rate: expect.closeTo(0.29411764705882354, 12),
      low: expect.closeTo(0.1066102893042031, 12),
      high: expect.closeTo(0.5926437590752995, 12),
    });
    expect(clusteredRate(sumsOf(some), "b")).toEqual({
      rate: expect.closeTo(0.35714285714285715, 12),
      low: expect.closeTo(0.13324749613512232, 12),
      high: expect.closeTo(0.6675160554907988, 12),
    });
  });
});

describe("what cannot be said", () => {
  it("is anything about an empty group", () => {
    const lonely = sumsOf([
      [1, 2, 0, 0],
      [0, 2, 0, 0],
    ]);
    expect(clusteredDifference(lonely)).toBeNull();
    expect(clusteredRatio(lonely)).toBeNull();
    expect(clusteredRate(lonely, "b")).toBeNull();
    expect(clusteredRate(lonely, "a")?.rate).toBe(0.25);
    expect(clusteredRate(newClusteredSums(), "a")).toBeNull();
  });

  it("is anything about a group that is one cluster, however large", () => {
    const one = sumsOf([
      [40, 100, 0, 0],
      [0, 0, 1, 2],
      [0, 0, 2, 2],
    ]);
    expect(clusteredDifference(one)).toBeNull();
    expect(clusteredRatio(one)).toBeNull();
    expect(clusteredRate(one, "a")).toBeNull();
    expect(clusteredDifference(sumsOf([[1, 3, 2, 3]]))).toBeNull();
  });

  it("is chance where clusters do not differ, be it that the groups are the same units", () => {
    const alike: Cluster[] = [
      [1, 3, 1, 7],
      [1, 3, 2, 14],
      [2, 6, 1, 7],
    ];
    expect(clusteredDifference(sumsOf(alike))).toBeNull();
    expect(clusteredRatio(sumsOf(alike))).toBeNull();
    const same = some.map(([part, whole]): Cluster => [part, whole, part, whole]);
    expect(clusteredDifference(sumsOf(same))).toBeNull();
    expect(clusteredRatio(sumsOf(same))).toBeNull();
  });

  it("is more than as many units say, where clusters do not differ", () => {
    const alike = sumsOf([
      [1, 2, 0, 0],
      [1, 2, 0, 0],
    ]);
    expect(clusteredRate(alike, "a")).toEqual({ rate: 0.5, ...wilson(2, 4) });
  });
});

describe("one unit a cluster", () => {
  const counts = fc
    .integer({ min: 2, max: 60 })
    .chain((whole) => fc.tuple(fc.integer({ min: 0, max: whole }), fc.constant(whole)));

  it("is the plain linearised difference, times √(k / (k − 1))", () => {
    fc.assert(
      fc.property(counts, counts, ([aPart, aWhole], [bPart, bWhole]) => {
        const hasZeroCell = [0, aWhole].includes(aPart) || [0, bWhole].includes(bPart);
        const added = hasZeroCell ? 1 : 0;
        const variance = (part: number, whole: number) => {
          const rate = (part + added / 2) / (whole + added);
          return (rate * (1 - rate)) / (whole + added);
        };
        const k = aWhole + bWhole;
        const error = Math.sqrt((k / (k - 1)) * (variance(aPart, aWhole) + variance(bPart, bWhole)));
        const estimate = aPart / aWhole - bPart / bWhole;
        expect(clusteredDifference(singles(aPart, aWhole, bPart, bWhole))).toEqual({
          estimate: expect.closeTo(estimate, 12),
          low: expect.closeTo(estimate - z * error, 9),
          high: expect.closeTo(estimate + z * error, 9),
          pValue: expect.any(Number),
        });
      }),
    );
  });

  it("is the plain ratio's log interval, times √(k / (k − 1)), ½ for a zero cell included", () => {
    fc.assert(
      fc.property(counts, counts, ([aPart, aWhole], [bPart, bWhole]) => {
        const clustered = clusteredRatio(singles(aPart, aWhole, bPart, bWhole));
        const plain = rateRatio(aPart, aWhole, bPart, bWhole);
        if (clustered === null || plain === null) throw new Error("both groups vary");
        if (plain.ratio === null) expect(clustered.ratio).toBeNull();
        else expect(clustered.ratio).toBeCloseTo(plain.ratio, 9);
        const k = aWhole + bWhole;
        const width = (interval: { low: number; high: number }) => Math.log(interval.high / interval.low);
        expect(width(clustered)).toBeCloseTo(width(plain) * Math.sqrt(k / (k - 1)), 6);
        expect(clustered.low * clustered.high).toBeCloseTo(plain.low * plain.high, 6);
      }),
    );
  });

  it("is Wilson's interval on (k − 1)/k of the units, and on all of them at 0 and 1", () => {
    fc.assert(
      fc.property(counts, ([part, whole]) => {
        const isCertain = part === 0 || part === whole;
        const share = isCertain ? 1 : (whole - 1) / whole;
        const { low, high } = wilson(part * share, whole * share);
        expect(clusteredRate(singles(part, whole, 0, 0), "a")).toEqual({
          rate: part / whole,
          low: expect.closeTo(low, 9),
          high: expect.closeTo(high, 9),
        });
      }),
    );
  });
});

describe("any clusters", () => {
  const counts = fc
    .integer({ min: 0, max: 6 })
    .chain((whole) => fc.tuple(fc.integer({ min: 0, max: whole }), fc.constant(whole)));
  const clusters = fc.array(
    fc.tuple(counts, counts).map(([a, b]): Cluster => [...a, ...b]),
    { maxLength: 30 },
  );

  it("negate the difference, invert the ratio and exchange the rates when the groups are swapped", () => {
    fc.assert(
      fc.property(clusters, (list) => {
        const sums = sumsOf(list);
        const back = sumsOf(list.map(([aPart, aWhole, bPart, bWhole]) => [bPart, bWhole, aPart, aWhole]));
        const difference = clusteredDifference(sums);
        expect(clusteredDifference(back)).toEqual(
          difference && {
            estimate: expect.closeTo(-difference.estimate, 9),
            low: expect.closeTo(-difference.high, 9),
            high: expect.closeTo(-difference.low, 9),
            pValue: expect.closeTo(difference.pValue, 9),
          },
        );
        const [ratio, inverse] = [clusteredRatio(sums), clusteredRatio(back)];
        expect(inverse === null).toBe(ratio === null);
        if (ratio && inverse) expect(Math.log(ratio.low * inverse.high)).toBeCloseTo(0, 9);
        expect(clusteredRate(back, "a")).toEqual(clusteredRate(sums, "b"));
      }),
    );
  });

  it("have intervals that hold the estimate, rates within [0, 1] and p in (0, 1]", () => {
    fc.assert(
      fc.property(clusters, (list) => {
        const difference = clusteredDifference(sumsOf(list));
        if (difference) {
          expect(difference.low).toBeLessThan(difference.estimate);
          expect(difference.high).toBeGreaterThan(difference.estimate);
          expect(difference.pValue).toBeGreaterThan(0);
          expect(difference.pValue).toBeLessThanOrEqual(1);
        }
        const ratio = clusteredRatio(sumsOf(list));
        if (ratio) {
          expect(ratio.low).toBeGreaterThan(0);
          expect(ratio.high).toBeGreaterThan(ratio.low);
        }
        const rate = clusteredRate(sumsOf(list), "a");
        if (rate) {
          expect(rate.low).toBeGreaterThanOrEqual(0);
          expect(rate.low).toBeLessThanOrEqual(rate.rate + 1e-12);
          expect(rate.high).toBeGreaterThanOrEqual(rate.rate - 1e-12);
          expect(rate.high).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it("can be summed in parts, and those without units do not count", () => {
    fc.assert(
      fc.property(clusters, clusters, (some, others) => {
        expect(joinClusteredSums([sumsOf(some), sumsOf(others)])).toEqual(sumsOf([...some, ...others]));
        expect(sumsOf([...some, [0, 0, 0, 0]])).toEqual(sumsOf(some));
      }),
    );
    expect(joinClusteredSums([])).toEqual(newClusteredSums());
  });
});
