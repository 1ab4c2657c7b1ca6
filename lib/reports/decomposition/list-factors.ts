import { benjaminiHochberg } from "@/lib/statistics/benjamini-hochberg";
import { normalPValue } from "@/lib/statistics/normal";
import { roundedToSum } from "@/lib/statistics/rounded-to-sum";
import { z95 } from "@/lib/statistics/z-score";
import type { GroupLabel } from "../breakdown-groups";
import type { Unit } from "../definition";
import { contributionsOf } from "./contributions";
import type { Contribution, Factor } from "./definition";
import type { PeriodTotals } from "./period-totals";

type Compared = { before: PeriodTotals; after: PeriodTotals };

/** A factor without its numbers of money. */
type FactorWords = Pick<Factor, "factor" | "step" | "label" | "before" | "after">;

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** How contributions are found among numbers: in the order traffic, mix, steps, value. */
const wordsOf = ({ before, after }: Compared, labels: readonly string[], unit: Unit): FactorWords[] => {
  const both = (of: (period: PeriodTotals) => number | null) => ({ before: of(before), after: of(after) });
  const perConverter = (period: PeriodTotals) => ratio(period.earned, period.reached[period.steps] ?? 0);
  return [
    { factor: "traffic", label: unit === "visitor" ? "Visitors" : "Sessions", ...both(({ units }) => units) },
    { factor: "mix", label: "Mix", before: null, after: null },
    ...labels.map(
      (label, place): FactorWords => ({
        factor: "step",
        step: place + 1,
        label,
        ...both(({ reached }) => ratio(reached[place + 1] ?? 0, reached[place] ?? 0)),
      }),
    ),
    { factor: "orderValue", label: "Revenue per converter", ...both(perConverter) },
  ];
};

/** A whole number of minor units with its interval, which holds it whatever rounding did. */
const moneyOf = (currency: string, minor: number, amount: number, variance: number): Contribution => {
  const half = z95 * Math.sqrt(variance);
  return {
    currency,
    minor,
    low: Math.min(minor, Math.round(amount - half)),
    high: Math.max(minor, Math.round(amount + half)),
  };
};

/** What rounding of the computer leaves is no amount. */
const computersOwn = 1e-6;

/** How surprising an amount is where there is none in truth; `null` where nothing could vary. */
const pValueOf = (amount: number, variance: number): number | null => {
  const deviation = Math.sqrt(variance);
  if (deviation > computersOwn) return normalPValue(amount / deviation);
  return Math.abs(amount) > computersOwn ? Number.MIN_VALUE : null;
};
const surelyNot = 0.05;

/** Whether a factor can be said of both periods. The mix has no number of its own, but needs units. */
const isKnown = ({ factor, before, after }: FactorWords, periods: Compared): boolean =>
  factor === "mix" ? periods.before.units > 0 && periods.after.units > 0 : before !== null && after !== null;

/** What visitors who only have passive events earn: no visit leads there, so it is a difference. */
const unattendedOf = ({ before, after }: Compared): FactorWords => ({
  factor: "unattended",
  label: "Without a visit",
  before: before.unattended.minor,
  after: after.unattended.minor,
});

/**
 * The factors with what each contributed to the change of revenue, in minor units that add up to `change`. `words` are
 * the labels of the steps.
 */
export const listFactors = (
  periods: Compared,
  groups: readonly GroupLabel[],
  {
    change,
    currency,
    unit,
    words,
  }: { change: number; currency: string; unit: Unit; words: readonly string[] },
): Factor[] => {
  const { before, after } = periods;
  const { amounts, variances, ofFactor } = contributionsOf(before, after);
  const unattended = after.unattended.minor - before.unattended.minor;
  const hasUnattended = before.unattended.squares > 0 || after.unattended.squares > 0;
  const listed = wordsOf(periods, words, unit);
  const inGroups = listed.map((_, n) => [...amounts.subarray(n * groups.length, (n + 1) * groups.length)]);
  const sums = inGroups.map((ofGroups) => ofGroups.reduce((sum, amount) => sum + amount, 0));
  const known = listed.flatMap((one, n) => (isKnown(one, periods) ? n : []));
  const rounded = roundedToSum(
    known.map((n) => sums[n] ?? 0),
    change - unattended,
  );
  // Payments of Poisson number: the variance of their sum is the sum of their squares.
  const unattendedVariance = before.unattended.squares + after.unattended.squares;
  const pValues = benjaminiHochberg([
    ...listed.map((_, n) => (known.includes(n) ? pValueOf(sums[n] ?? 0, ofFactor[n] ?? 0) : null)),
    pValueOf(unattended, unattendedVariance),
  ]);
  const isReal = (n: number, minor: number): boolean => minor !== 0 && (pValues[n] ?? 1) < surelyNot;
  const factors = listed.map((one, n): Factor => {
    const [amount = 0, variance = 0, minor] = [sums[n], ofFactor[n], rounded[known.indexOf(n)]];
    if (minor === undefined) return { ...one, contribution: null, real: false, groups: [] };
    const minors = roundedToSum(inGroups[n] ?? [], minor);
    return {
      ...one,
      contribution: moneyOf(currency, minor, amount, variance),
      real: isReal(n, minor),
      groups: groups.map((label, g) => {
        const place = n * groups.length + g;
        const contribution = moneyOf(currency, minors[g] ?? 0, amounts[place] ?? 0, variances[place] ?? 0);
        return { ...label, contribution };
      }),
    };
  });
  if (!hasUnattended) return factors;
  const contribution = moneyOf(currency, unattended, unattended, unattendedVariance);
  return [
    ...factors,
    { ...unattendedOf(periods), contribution, real: isReal(listed.length, unattended), groups: [] },
  ];
};
