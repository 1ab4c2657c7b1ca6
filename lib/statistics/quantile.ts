/**
 * The value below which the share `q` (0 to 1) of ascending values lies, interpolated linearly; `null` without values.
 * Source: Hyndman and Fan 1996, "Sample quantiles in statistical packages", type 7.
 */
export const quantile = (sorted: Float64Array, q: number): number | null => {
  const position = (sorted.length - 1) * q;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) return null;
  return below + (above - below) * (position - Math.floor(position));
};

/** Mean, median and 90th percentile of values in any order, which stay untouched; `null` without values. */
export const summarise = (
  values: Float64Array | readonly number[],
): { mean: number; median: number; p90: number } | null => {
  const sorted = Float64Array.from(values).sort();
  const median = quantile(sorted, 0.5);
  const p90 = quantile(sorted, 0.9);
  if (median === null || p90 === null) return null;
  let sum = 0;
  for (const value of sorted) sum += value;
  return { mean: sum / sorted.length, median, p90 };
};
