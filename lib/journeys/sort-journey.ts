import type { Journey } from "./journey";

// Hot path: only visitors whose rows lie in several runs of one month come here.

const insertionMost = 64;

let order = new Int32Array(0);
let floats = new Float64Array(0);

const permuteFloats = (values: Float64Array, count: number): void => {
  for (let i = 0; i < count; i++) floats[i] = values[order[i] ?? 0] ?? 0;
  values.set(floats.subarray(0, count));
};

const permuteInts = (values: Int32Array | Uint32Array | Uint8Array, count: number): void => {
  for (let i = 0; i < count; i++) floats[i] = values[order[i] ?? 0] ?? 0;
  for (let i = 0; i < count; i++) values[i] = floats[i] ?? 0;
};

/** Few events, most of which follow one another already. */
const insertInOrder = (at: Float64Array, seq: Float64Array, count: number): void => {
  for (let i = 0; i < count; i++) {
    const time = at[i] ?? 0;
    const arrival = seq[i] ?? 0;
    let j = i;
    for (; j > 0; j--) {
      const before = order[j - 1] ?? 0;
      const gap = (at[before] ?? 0) - time || (seq[before] ?? 0) - arrival;
      if (gap <= 0) break;
      order[j] = before;
    }
    order[j] = i;
  }
};

/** Puts the first `count` events into order of (at, seq), and `others`, which go along with them. */
export const sortJourney = (
  journey: Journey,
  count: number,
  others: readonly (Int32Array | Uint8Array)[],
): void => {
  if (order.length < count) {
    order = new Int32Array(2 * count);
    floats = new Float64Array(2 * count);
  }
  const { at, seq } = journey;
  if (count <= insertionMost) insertInOrder(at, seq, count);
  else {
    const places = order.subarray(0, count);
    for (let i = 0; i < count; i++) places[i] = i;
    places.sort((a, b) => (at[a] ?? 0) - (at[b] ?? 0) || (seq[a] ?? 0) - (seq[b] ?? 0));
  }
  permuteFloats(at, count);
  permuteFloats(seq, count);
  permuteInts(journey.mask, count);
  permuteInts(journey.flags, count);
  permuteInts(journey.row, count);
  permuteInts(journey.source, count);
  for (const values of others) permuteInts(values, count);
};
