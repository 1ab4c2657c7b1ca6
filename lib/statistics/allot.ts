// Hot path: called for every unit that is divided; nothing is allocated but where many share.

let remainders = new Float64Array(64);

/**
 * Divides a whole number among `count` weights of any sign whose sum is above 0, by the largest remainder: each gets its
 * quota rounded down, and what is left goes to the largest remainders one by one, of equal ones to the first. Writes
 * whole numbers that sum to `total` exactly into `into`. Source: Hare and Niemeyer; Balinski and Young 1982, "Fair
 * Representation".
 */
export const allot = (total: number, weights: Float64Array, count: number, into: Float64Array): void => {
  if (count === 1) {
    into[0] = total;
    return;
  }
  if (remainders.length < count) remainders = new Float64Array(2 * count);
  let sum = 0;
  for (let k = 0; k < count; k++) sum += weights[k] ?? 0;
  let left = total;
  for (let k = 0; k < count; k++) {
    const quota = (total * (weights[k] ?? 0)) / sum;
    const rounded = Math.floor(quota);
    into[k] = rounded;
    remainders[k] = quota - rounded;
    left -= rounded;
  }
  if (left === 0) return;
  if (left > 0 && left < count && count <= mostSelected) giveToLargest(left, count, into);
  else giveInOrder(left, count, into);
};

/** Up to so many, finding the largest again and again costs less than sorting. */
const mostSelected = 32;

const giveToLargest = (left: number, count: number, into: Float64Array): void => {
  for (let given = 0; given < left; given++) {
    let best = 0;
    for (let k = 1; k < count; k++) if ((remainders[k] ?? 0) > (remainders[best] ?? 0)) best = k;
    into[best] = (into[best] ?? 0) + 1;
    remainders[best] = -1;
  }
};

const giveInOrder = (left: number, count: number, into: Float64Array): void => {
  const order = Int32Array.from({ length: count }, (_, k) => k).sort(
    (a, b) => (remainders[b] ?? 0) - (remainders[a] ?? 0) || a - b,
  );
  // Rounding of very large totals may leave more than one each, or take some back.
  const step = Math.sign(left);
  for (let given = 0; given < Math.abs(left); given++) {
    const k = order[given % count] ?? 0;
    into[k] = (into[k] ?? 0) + step;
  }
};
