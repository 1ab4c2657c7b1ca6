// Hot path: called for every unit that is divided; nothing is allocated but where shares tie with many others.

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
  let sum = 0;
  for (let k = 0; k < count; k++) sum += weights[k] ?? 0;
  let left = total;
  for (let k = 0; k < count; k++) {
    const rounded = Math.floor((total * (weights[k] ?? 0)) / sum);
    into[k] = rounded;
    left -= rounded;
  }
  if (left !== 0) giveRest(total, weights, count, into, sum, left);
};

const giveRest = (
  total: number,
  weights: Float64Array,
  count: number,
  into: Float64Array,
  sum: number,
  left: number,
): void => {
  const remainder = (k: number): number => {
    const quota = (total * (weights[k] ?? 0)) / sum;
    return quota - Math.floor(quota);
  };
  if (left === 1) {
    let best = 0;
    for (let k = 1; k < count; k++) if (remainder(k) > remainder(best)) best = k;
    into[best] = (into[best] ?? 0) + 1;
    return;
  }
  const remainders = Float64Array.from({ length: count }, (_, k) => remainder(k));
  const order = Int32Array.from(remainders.keys()).sort(
    (a, b) => (remainders[b] ?? 0) - (remainders[a] ?? 0) || a - b,
  );
  // Rounding of very large totals may leave more than one each, or take some back.
  const step = Math.sign(left);
  for (let given = 0; given < Math.abs(left); given++) {
    const k = order[given % count] ?? 0;
    into[k] = (into[k] ?? 0) + step;
  }
};
