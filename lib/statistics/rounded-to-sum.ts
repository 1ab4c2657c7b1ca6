/** Amounts that differ by less are alike: what rounding of the computer does must not decide about a unit. */
const alike = 1e6;

/**
 * Whole numbers near `values` that add up to `sum`, a whole number near the sum of the values: each is rounded down or
 * up, up where most is left over, of equals the first. The opposite values give the opposite numbers.
 * Source: the largest remainder method (Hamilton 1792), as in Balinski and Young 1982, "Fair representation".
 */
export const roundedToSum = (values: readonly number[], sum: number): number[] => {
  const snapped = values.map((value) => Math.round(value * alike) / alike);
  const isDown = sum < 0 || (sum === 0 && (snapped.find((value) => value !== 0) ?? 0) < 0);
  const sign = isDown ? -1 : 1;
  const lengths = snapped.map((value) => sign * value);
  const rounded = lengths.map(Math.floor);
  const byRest = lengths
    .map((value, place) => ({ place, rest: value - Math.floor(value) }))
    .sort((a, b) => b.rest - a.rest || a.place - b.place);
  const missing = sign * sum - rounded.reduce((all, one) => all + one, 0);
  // Values whose sum is not quite `sum` may leave more than one each.
  for (let n = 0; n < Math.abs(missing); n++) {
    const place = (missing > 0 ? byRest : byRest.toReversed())[n % byRest.length]?.place ?? 0;
    rounded[place] = (rounded[place] ?? 0) + Math.sign(missing);
  }
  // Not −0.
  return rounded.map((value) => sign * value || 0);
};
