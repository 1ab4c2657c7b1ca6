// Medians of a million times: values are selected, not sorted.

const sortedAtMost = 1024;

/** Says the cell of each value, none of which is lower than that of a smaller value. */
type Divide = (values: Float64Array) => Int32Array;

const sizes = 2 ** 15;

/** By sign, magnitude and the next six bits: times from seconds to weeks spread over hundreds of cells. */
const bySize: Divide = (values) => {
  const cells = new Int32Array(new Float32Array(values).buffer);
  for (let i = 0; i < cells.length; i++) {
    const bits = cells[i] ?? 0;
    // Of negative numbers the larger ones have smaller bits.
    cells[i] = ((bits ^ ((bits >> 31) & 0x7fffffff)) >> 17) + sizes / 2;
  }
  return cells;
};

const widths = 2048;

/** In cells of equal width; the highest value has one of its own. */
const byWidth: Divide = (values) => {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const cells = new Int32Array(values.length);
  const scale = high > low ? widths / (high - low) : 0;
  for (let i = 0; i < cells.length; i++) cells[i] = ((values[i] ?? 0) - low) * scale;
  return cells;
};

/** A cell with places that are asked for. `before`: how many values lie in lower cells. */
type AskedCell = { before: number; places: number[]; inside: Float64Array };

/** The cells in which the ascending places lie, with their values. */
const askedCells = (values: Float64Array, cells: Int32Array, places: readonly number[]): AskedCell[] => {
  const counts = new Uint32Array(sizes);
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i] ?? 0;
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  const asked: AskedCell[] = [];
  const askedAt = new Int16Array(sizes).fill(-1);
  let before = 0;
  let next = 0;
  for (let cell = 0; next < places.length && cell < sizes; cell++) {
    const after = before + (counts[cell] ?? 0);
    const first = next;
    while (next < places.length && (places[next] ?? 0) < after) next++;
    if (next > first) {
      askedAt[cell] = asked.length;
      asked.push({ before, places: places.slice(first, next), inside: new Float64Array(after - before) });
    }
    before = after;
  }
  const filled = new Uint32Array(asked.length);
  for (let i = 0; i < cells.length; i++) {
    const place = askedAt[cells[i] ?? 0] ?? -1;
    const inside = place < 0 ? undefined : asked[place]?.inside;
    if (inside === undefined) continue;
    const to = filled[place] ?? 0;
    inside[to] = values[i] ?? 0;
    filled[place] = to + 1;
  }
  return asked;
};

/**
 * What sorting would put at each of the ascending `places`, among values without NaN that stay as they are: counts in
 * cells, and goes on in those that have a place.
 */
const selected = (values: Float64Array, places: readonly number[], divide = bySize): number[] => {
  if (values.length <= sortedAtMost) {
    const sorted = values.slice().sort();
    return places.map((place) => sorted[place] ?? Number.NaN);
  }
  return askedCells(values, divide(values), places).flatMap(({ before, places: here, inside }) => {
    const within = here.map((place) => place - before);
    if (divide === bySize || inside.length < values.length) return selected(inside, within, byWidth);
    // Values too far apart for cells of equal width, or all the same: sorting does not mind.
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
