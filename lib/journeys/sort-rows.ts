// Hot path: visitors whose rows lie in several runs of one month come here.

const insertionMost = 64;

type Integers = Int32Array | Uint32Array | Uint16Array | Uint8Array;

let order = new Int32Array(0);
let floats = new Float64Array(0);

const permuteFloats = (values: Float64Array, count: number): void => {
  for (let i = 0; i < count; i++) floats[i] = values[order[i] ?? 0] ?? 0;
  values.set(floats.subarray(0, count));
};

const permuteInts = (values: Integers, count: number): void => {
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

/** Puts the rows `from ≤ i < to` into order of (at, seq), and `others`, which go along with them. */
export const sortRows = (
  { at, seq }: { at: Float64Array; seq: Float64Array },
  { from, to }: { from: number; to: number },
  others: readonly Integers[],
): void => {
  const count = to - from;
  if (order.length < count) {
    order = new Int32Array(2 * count);
    floats = new Float64Array(2 * count);
  }
  const times = at.subarray(from, to);
  const arrivals = seq.subarray(from, to);
  if (count <= insertionMost) insertInOrder(times, arrivals, count);
  else {
    const places = order.subarray(0, count);
    for (let i = 0; i < count; i++) places[i] = i;
    places.sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || (arrivals[a] ?? 0) - (arrivals[b] ?? 0));
  }
  permuteFloats(times, count);
  permuteFloats(arrivals, count);
  for (const values of others) permuteInts(values.subarray(from, to), count);
};
