// Medians of a million times: values are selected, not sorted.

const cells = 2048;
const sortedAtMost = 1024;

/** A cell of equal width for every value between `low` and `high`. */
const cellsOf = (values: Float64Array, low: number, high: number): Uint16Array => {
  const scale = cells / (high - low);
  const cell = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++)
    cell[i] = Math.min(cells - 1, Math.floor(((values[i] ?? 0) - low) * scale));
  return cell;
};

const valuesIn = (values: Float64Array, cell: Uint16Array, wanted: number, size: number): Float64Array => {
  const inside = new Float64Array(size);
  let count = 0;
  for (let i = 0; i < values.length; i++) if (cell[i] === wanted) inside[count++] = values[i] ?? 0;
  return inside;
};

/**
 * What sorting would put at each of the ascending `places`, among values without NaN that stay as they are: counts in
 * cells of equal width, and goes on in those that have a place.
 */
const selected = (values: Float64Array, places: readonly number[]): number[] => {
  if (places.length === 0) return [];
  if (values.length <= sortedAtMost) {
    const sorted = values.slice().sort();
    return places.map((place) => sorted[place] ?? Number.NaN);
  }
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low === high) return places.map(() => low);
  const cell = cellsOf(values, low, high);
  const counts = new Float64Array(cells);
  for (let i = 0; i < cell.length; i++) counts[cell[i] ?? 0] = (counts[cell[i] ?? 0] ?? 0) + 1;
  const found: number[] = [];
  let before = 0;
  for (let c = 0; c < cells && found.length < places.length; c++) {
    const size = counts[c] ?? 0;
    const here = places.filter((place) => place >= before && place < before + size);
    if (here.length > 0) {
      const inside = valuesIn(values, cell, c, size);
      const within = here.map((place) => place - before);
      // Values too far apart for cells of equal width: sorting does not mind.
      if (size === values.length) inside.sort();
      found.push(
        ...(size === values.length
          ? within.map((place) => inside[place] ?? Number.NaN)
          : selected(inside, within)),
      );
    }
    before += size;
  }
  return found;
};

/**
 * The values below which the ascending shares (0 to 1) of all values lie, interpolated linearly; `null` without values.
 * The values may come in any order.
 * Source: Hyndman and Fan 1996, "Sample quantiles in statistical packages", type 7.
 */
export const quantiles = (values: Float64Array, shares: readonly number[]): number[] | null => {
  if (values.length === 0) return null;
  const positions = shares.map((share) => (values.length - 1) * share);
  const places = positions.flatMap((position) => [Math.floor(position), Math.ceil(position)]);
  const order = [...new Set(places)].sort((a, b) => a - b);
  const found = new Map(selected(values, order).map((value, i) => [order[i], value]));
  return positions.map((position) => {
    const below = found.get(Math.floor(position)) ?? Number.NaN;
    const above = found.get(Math.ceil(position)) ?? Number.NaN;
    return below + (above - below) * (position - Math.floor(position));
  });
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
  const [median, p90] = quantiles(all, [0.5, 0.9]) ?? [];
  if (median === undefined || p90 === undefined) return null;
  return { mean: sumOf(all) / all.length, median, p90 };
};
