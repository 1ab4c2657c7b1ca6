import { benjaminiHochberg } from "@/lib/statistics/benjamini-hochberg";
import type { ClusteredPairs } from "./cluster-count";
import type { ComparedPair, CompareVerdict } from "./definition";
import { type Group, groupOf } from "./group";
import { haveSeveral, judgeClusters, judgeMeans, judgeRates } from "./judge-pair";
import type { MetricKind } from "./metric";
import { pairsOf } from "./pairs";
import type { PatternSums } from "./tally";

const fewest = 30;
const significant = 0.05;

type Judged = Omit<ComparedPair, "adjustedPValue" | "verdict"> & {
  /** What the smaller side has of what is independent: units, or visitors where they have several. */
  least: number;
};

const sideOf = ({ part, whole }: Group) => ({ part, whole });

const judgePairs = (
  segments: number,
  kind: MetricKind,
  all: PatternSums,
  clusters: ClusteredPairs | undefined,
): Judged[] =>
  pairsOf(segments).map(({ a, b }, place) => {
    const first = groupOf(all, a, b);
    const second = groupOf(all, b, a);
    const clustered = clusters?.ofPairs[place];
    const pair = { a, b, shared: groupOf(all, a).whole - first.whole };
    const sides = { a: sideOf(first), b: sideOf(second) };
    if (clustered && haveSeveral(clustered.sums)) {
      const least = Math.min(clustered.aVisitors, clustered.bVisitors);
      return { ...pair, sides, ...judgeClusters(first, second, clustered.sums), least };
    }
    const judge = kind === "revenue" ? judgeMeans : judgeRates;
    return { ...pair, sides, ...judge(first, second), least: Math.min(first.whole, second.whole) };
  });

const verdictOf = ({ shared, sides, difference, least }: Judged, adjusted: number | null): CompareVerdict => {
  if (shared > 0 && (sides.a.whole === 0 || sides.b.whole === 0)) return "sameUnits";
  if (least < fewest) return "tooFew";
  if (!difference || adjusted === null || adjusted >= significant) return "cannotTell";
  return difference.estimate > 0 ? "higher" : "lower";
};

/** Compares every two segments without the units that are in both; all of them are shown together. */
export const comparePairs = (
  segments: number,
  kind: MetricKind,
  all: PatternSums,
  clusters: ClusteredPairs | undefined,
): ComparedPair[] => {
  const judged = judgePairs(segments, kind, all, clusters);
  const adjusted = benjaminiHochberg(judged.map(({ pValue }) => pValue));
  return judged.map((pair, place) => {
    const { least: _least, ...shown } = pair;
    const adjustedPValue = adjusted[place] ?? null;
    return { ...shown, adjustedPValue, verdict: verdictOf(pair, adjustedPValue) };
  });
};
