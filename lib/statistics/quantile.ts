// Medians of a million times: values are selected, not sorted.

const cells = 2048;
const sortedAtMost = 1024;

/**
 * What sorting would put at `place`, among values without NaN that stay as they are: counts in cells of equal width,
 * and goes on in the one that has the place.
 */
const selected = (values: Float64Array, place: number): number | undefined => {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low === high) return low;
  if (values.length <= sortedAtMost) return values.slice().sort()[place];
  const scale = cells / (high - low);
  const cellOf = (value: number): number => Math.min(cells - 1, Math.floor((value - low) * scale));
  const counts = new Float64Array(cells);
  for (let i = 0; i < values.length; i++) {
    const cell = cellOf(values[i] ?? 0);
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  let before = 0;
  let cell = 0;
  while (before + (counts[cell] ?? 0) <= place) before += counts[cell++] ?? 0;
  const inside = new Float64Array(counts[cell] ?? 0);
  let size = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (cellOf(value) === cell) inside[size++] = value;
  }
  // Values too far apart for cells of equal width: sorting does not mind.
  if (size === values.length) return inside.sort()[place];
  return selected(inside, place - before);
};

/**
 * The value below which the share `q` (0 to 1) of the values lies, interpolated linearly; `null` without values. The
 * values may come in any order.
 * Source: Hyndman and Fan 1996, "Sample quantiles in statistical packages", type 7.
 */
export const quantile = (values: Float64Array, q: number): number | null => {
  if (values.length === 0) return null;
  const position = (values.length - 1) * q;
  const place = Math.floor(position);
  const below = selected(values, place);
  const above = position === place ? below : selected(values, place + 1);
  if (below === undefined || above === undefined) return null;
  return below + (above - below) * (position - place);
};

/**
 * The sum with what rounding lost added at the end, so that it does not depend on the order of the values.
 * Source: Neumaier 1974, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen".
 */
const sumOf = (values: Float64Array): number => {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
};

/** Mean, median and 90th percentile of values in any order; `null` without values. */
export const summarise = (
  values: Float64Array | readonly number[],
): { mean: number; median: number; p90: number } | null => {
  const all = values instanceof Float64Array ? values : new Float64Array(values);
  const median = quantile(all, 0.5);
  const p90 = quantile(all, 0.9);
  if (median === null || p90 === null) return null;
  return { mean: sumOf(all) / all.length, median, p90 };
};
