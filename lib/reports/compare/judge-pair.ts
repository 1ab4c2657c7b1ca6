import {
  type ClusteredSums,
  clusteredDifference,
  clusteredRate,
  clusteredRatio,
} from "@/lib/statistics/clustered";
import { meanRatio } from "@/lib/statistics/mean-ratio";
import { newcombe } from "@/lib/statistics/newcombe";
import { neededPerGroup, neededPerGroupOfMeans } from "@/lib/statistics/power";
import { rateRatio } from "@/lib/statistics/rate-ratio";
import { testProportions } from "@/lib/statistics/two-proportions";
import { meanOf, type Sample, welch } from "@/lib/statistics/welch";
import { proportion } from "@/lib/statistics/wilson";
import { z95 } from "@/lib/statistics/z-score";
import type { Rate } from "../definition";
import type { ComparedPair } from "./definition";
import type { Group } from "./group";

/** What a pair of groups says; `difference` is b − a, `ratio` b ÷ a. */
type Judgement = Pick<ComparedPair, "difference" | "ratio" | "pValue" | "neededPerGroup">;

const nothing: Judgement = { difference: null, ratio: null, pValue: null, neededPerGroup: null };

const sampleOf = ({ part, squares, whole }: Group): Sample => ({
  n: whole,
  sum: part,
  sumOfSquares: squares,
});

/** A group's mean with its t interval. */
export const meanRate = (group: Group): Rate => {
  const { part, whole } = group;
  const { low, high } = meanOf(sampleOf(group)) ?? { low: null, high: null };
  return { part, whole, rate: whole === 0 ? null : part / whole, low, high };
};

/** A group's rate, its interval judged by visitor (`a` of the sums) where one has several units. */
export const rateOfGroup = ({ part, whole }: Group, sums?: ClusteredSums): Rate => {
  const rate = proportion(part, whole);
  if (!sums || sums.aWhole2 === sums.aWhole) return rate;
  const { low, high } = clusteredRate(sums, "a") ?? { low: null, high: null };
  return { ...rate, low, high };
};

export const judgeMeans = (a: Group, b: Group): Judgement => {
  const [first, second] = [sampleOf(a), sampleOf(b)];
  const tested = welch(second, first);
  if (!tested) return nothing;
  const { pValue, ...difference } = tested;
  return {
    difference,
    ratio: meanRatio(second, first),
    pValue,
    neededPerGroup: neededPerGroupOfMeans(second, first),
  };
};

export const judgeRates = (a: Group, b: Group): Judgement => ({
  difference: newcombe(b.part, b.whole, a.part, a.whole),
  ratio: rateRatio(b.part, b.whole, a.part, a.whole),
  pValue: testProportions(b.part, b.whole, a.part, a.whole)?.pValue ?? null,
  neededPerGroup: a.whole > 0 && b.whole > 0 ? neededPerGroup(a.part / a.whole, b.part / b.whole) : null,
});

/** Whether some visitor has more than one unit. */
export const haveSeveral = ({ aWhole, bWhole, aWhole2, bWhole2, aWholebWhole }: ClusteredSums): boolean =>
  aWhole2 + bWhole2 + 2 * aWholebWhole !== aWhole + bWhole;

/** How many times as many units it takes as if each were a visitor's only one (the design effect). */
const designEffect = (a: Group, b: Group, { low, high }: { low: number; high: number }): number | null => {
  const varianceOf = ({ part, whole }: Group): number => ((part / whole) * (1 - part / whole)) / whole;
  const independent = varianceOf(a) + varianceOf(b);
  return independent === 0 ? null : ((high - low) / (2 * z95)) ** 2 / independent;
};

/** Groups whose units come in visitors; in the sums `a` is the second group and `b` the first. */
export const judgeClusters = (a: Group, b: Group, sums: ClusteredSums): Judgement => {
  const tested = clusteredDifference(sums);
  if (!tested) return nothing;
  const { pValue, ...difference } = tested;
  const needed = neededPerGroup(a.part / a.whole, b.part / b.whole);
  const effect = designEffect(a, b, difference);
  return {
    difference,
    ratio: clusteredRatio(sums),
    pValue,
    neededPerGroup: needed === null || effect === null ? null : Math.ceil(needed * effect),
  };
};
