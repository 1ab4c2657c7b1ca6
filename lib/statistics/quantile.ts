// Medians of a million times: values are selected, not sorted.

const cells = 2048;
const sortedAtMost = 1024;

const extentOf = (values: Float64Array): { low: number; high: number } => {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
};

/** How many values lie in each cell of equal width; the highest has one of its own. */
const countCells = (values: Float64Array, low: number, scale: number): Uint32Array => {
  const counts = new Uint32Array(cells + 1);
  for (let i = 0; i < values.length; i++) {
    const cell = (((values[i] ?? 0) - low) * scale) | 0;
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return counts;
};

/** A cell with places that are asked for. `before`: how many values lie in lower cells. */
type AskedCell = { cell: number; before: number; places: readonly number[]; inside: Float64Array };

const askedCells = (counts: Uint32Array, places: readonly number[]): AskedCell[] => {
  const asked: AskedCell[] = [];
  let before = 0;
  for (const [cell, size] of counts.entries()) {
    const here = places.filter((place) => place >= before && place < before + size);
    if (here.length > 0) asked.push({ cell, before, places: here, inside: new Float64Array(size) });
    before += size;
  }
  return asked;
};

/** Puts the values of asked cells into them. */
const fill = (asked: readonly AskedCell[], values: Float64Array, low: number, scale: number): void => {
  const placeOf = new Int16Array(cells + 1).fill(-1);
  for (const [place, { cell }] of asked.entries()) placeOf[cell] = place;
  const filled = new Uint32Array(asked.length);
  const insides = asked.map(({ inside }) => inside);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    const place = placeOf[((value - low) * scale) | 0] ?? -1;
    const inside = place < 0 ? undefined : insides[place];
    if (inside === undefined) continue;
    const next = filled[place] ?? 0;
    inside[next] = value;
    filled[place] = next + 1;
  }
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
  const { low, high } = extentOf(values);
  if (low === high) return places.map(() => low);
  const scale = cells / (high - low);
  const asked = askedCells(countCells(values, low, scale), places);
  fill(asked, values, low, scale);
  return asked.flatMap(({ before, places: here, inside }) => {
    const within = here.map((place) => place - before);
    if (inside.length < values.length) return selected(inside, within);
    // Values too far apart for cells of equal width: sorting does not mind.
    inside.sort();
    return within.map((place) => inside[place] ?? Number.NaN);
  });
};

/**
 * The values below which the ascending shares (0 to 1) of all values lie, each value divided by `per`, interpolated
 * linearly; `null` without values. The values may come in any order.
 * Source: Hyndman and Fan 1996, "Sample quantiles in statistical packages", type 7.
 */
export const quantiles = (values: Float64Array, shares: readonly number[], per = 1): number[] | null => {
  if (values.length === 0) return null;
  const positions = shares.map((share) => (values.length - 1) * share);
  const places = positions.flatMap((position) => [Math.floor(position), Math.ceil(position)]);
  const order = [...new Set(places)].sort((a, b) => a - b);
  const found = new Map(selected(values, order).map((value, i) => [order[i], value / per]));
  return positions.map((position) => {
    const below = found.get(Math.floor(position)) ?? Number.NaN;
    const above = found.get(Math.ceil(position)) ?? Number.NaN;
    return below + (above - below) * (position - Math.floor(position));
  });
};

/**
 * The sum of values divided by `per`, with what rounding lost added at the end, so that it does not depend on their order.
 * Source: Neumaier 1974, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen".
 */
const sumOf = (values: Float64Array, per: number): number => {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const value = (values[i] ?? 0) / per;
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
};

/** Mean, median and 90th percentile of values in any order, each divided by `per`; `null` without values. */
export const summarise = (
  values: Float64Array | readonly number[],
  per = 1,
): { mean: number; median: number; p90: number } | null => {
  const all = values instanceof Float64Array ? values : new Float64Array(values);
  const [median, p90] = quantiles(all, [0.5, 0.9], per) ?? [];
  if (median === undefined || p90 === undefined) return null;
  return { mean: sumOf(all, per) / all.length, median, p90 };
};
