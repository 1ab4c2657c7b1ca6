import { productChange, type SharedProduct } from "@/lib/statistics/product-change";

/** Counts of one period, group by group; the last of `steps` is the aim. */
export type GroupCounts = {
  steps: number;
  /** `exact[g · (steps + 1) + k]`: units that got to step k and no further. */
  exact: Float64Array;
  /** Minor units of the converters of each group, and the sum of the squares of each unit's. */
  revenue: Float64Array;
  squares: Float64Array;
};

/** A number a group and factor: traffic, mix, step 1, step 2 …, value of a converter, each of all groups in a row. */
export type Contributions = {
  groups: number;
  amounts: Float64Array;
  variances: Float64Array;
  ofFactor: Float64Array;
};

/** What the total depends on. `mean` is NaN where nobody converted. */
type Parameters = { exact: Float64Array; mean: Float64Array };

const convertersOf = ({ exact, steps }: GroupCounts, g: number): number =>
  exact[g * (steps + 1) + steps] ?? 0;

const parametersOf = (counts: GroupCounts): Parameters => ({
  exact: counts.exact.slice(),
  mean: counts.revenue.map((minor, g) => minor / (convertersOf(counts, g) || Number.NaN)),
});

/** Traffic, the mix, and of each group the rates of the steps and the value; NaN for what nobody got to. */
const productOf = ({ exact, mean }: Parameters, steps: number): SharedProduct => {
  const stride = steps + 2;
  const factors = new Float64Array(mean.length * stride);
  let size = 0;
  for (let g = 0; g < mean.length; g++) {
    let reached = 0;
    for (let k = steps; k >= 0; k--) {
      const further = reached;
      reached += exact[g * (steps + 1) + k] ?? 0;
      // Of step k to k + 1; behind the last one stands the value.
      factors[g * stride + k + 1] = k === steps ? (mean[g] ?? Number.NaN) : further / (reached || Number.NaN);
    }
    factors[g * stride] = reached;
    size += reached;
  }
  for (let g = 0; g < mean.length; g++)
    factors[g * stride] = (factors[g * stride] ?? 0) / (size || Number.NaN);
  return { size, factors };
};

/** What cannot be said in one period stays as it is in the other, so that no change is its own. */
const carryOver = (one: Float64Array, other: Float64Array): void => {
  for (let i = 0; i < one.length; i++) {
    const [a = Number.NaN, b = Number.NaN] = [one[i], other[i]];
    if (Number.isNaN(a)) one[i] = Number.isNaN(b) ? 0 : b;
    if (Number.isNaN(b)) other[i] = one[i] ?? 0;
  }
};

const changeBetween = (before: Parameters, after: Parameters, steps: number): Float64Array => {
  const [then, now] = [productOf(before, steps), productOf(after, steps)];
  carryOver(then.factors, now.factors);
  return productChange(then, now, steps + 1);
};

const enoughForOwn = 10;

/** The variance of each group's mean: of its own values where there are enough, else as they spread within all groups. */
const variancesOfMeans = (counts: GroupCounts, all: readonly GroupCounts[]): Float64Array => {
  let pooled = 0;
  let free = 0;
  const spread = (of: GroupCounts, g: number): number => {
    const n = convertersOf(of, g);
    return n === 0 ? 0 : Math.max(0, (of.squares[g] ?? 0) - (of.revenue[g] ?? 0) ** 2 / n);
  };
  for (const one of all)
    for (let g = 0; g < one.revenue.length; g++) {
      pooled += spread(one, g);
      free += Math.max(0, convertersOf(one, g) - 1);
    }
  return counts.revenue.map((_, g) => {
    const n = convertersOf(counts, g);
    if (n === 0) return 0;
    return (n >= enoughForOwn ? spread(counts, g) / (n - 1) : free > 0 ? pooled / free : 0) / n;
  });
};

/** A small change of a number, for a slope. */
const nudge = 1e-3;

/**
 * What each factor of each group contributed to the change of revenue, with variances; `ofFactor` are those of the sums
 * over groups. Counts of units that got equally far are Poisson, independent of each other and between the periods; means
 * are normal. The variances follow by the delta method (first order, slopes by central differences).
 * Source: Oehlert 1992, "A note on the delta method".
 */
export const contributionsOf = (before: GroupCounts, after: GroupCounts): Contributions => {
  const { steps } = before;
  const groups = before.revenue.length;
  const periods = [parametersOf(before), parametersOf(after)] as const;
  const change = () => changeBetween(periods[0], periods[1], steps);
  const amounts = change();
  const variances = new Float64Array(amounts.length);
  const ofFactor = new Float64Array(steps + 3);

  const addSlope = (numbers: Float64Array, i: number, variance: number): void => {
    const number = numbers[i] ?? 0;
    if (!(variance > 0)) return;
    const by = nudge * Math.max(1, Math.abs(number));
    numbers[i] = number + by;
    const above = change();
    numbers[i] = number - by;
    const below = change();
    numbers[i] = number;
    for (let factor = 0; factor < ofFactor.length; factor++) {
      let sum = 0;
      for (let place = factor * groups; place < (factor + 1) * groups; place++) {
        const slope = ((above[place] ?? 0) - (below[place] ?? 0)) / (2 * by);
        variances[place] = (variances[place] ?? 0) + slope * slope * variance;
        sum += slope;
      }
      ofFactor[factor] = (ofFactor[factor] ?? 0) + sum * sum * variance;
    }
  };

  for (const [place, counts] of [before, after].entries()) {
    const { exact, mean } = periods[place === 0 ? 0 : 1];
    for (let i = 0; i < exact.length; i++) addSlope(exact, i, counts.exact[i] ?? 0);
    const ofMeans = variancesOfMeans(counts, [before, after]);
    for (let g = 0; g < groups; g++) addSlope(mean, g, ofMeans[g] ?? 0);
  }
  return { groups, amounts, variances, ofFactor };
};
