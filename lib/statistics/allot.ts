// Hot path: called for every unit that is divided; nothing is allocated, and of remainders no more is ordered than it takes.

let remainders = new Float64Array(64);
let ranked = new Float64Array(64);

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
  if (remainders.length < count) {
    remainders = new Float64Array(2 * count);
    ranked = new Float64Array(2 * count);
  }
  const rests = remainders;
  let sum = 0;
  for (let k = 0; k < count; k++) sum += weights[k] ?? 0;
  let left = total;
  for (let k = 0; k < count; k++) {
    const quota = (total * (weights[k] ?? 0)) / sum;
    const rounded = Math.floor(quota);
    into[k] = rounded;
    rests[k] = quota - rounded;
    left -= rounded;
  }
  if (left === 0) return;
  if (left > 0 && left < count) giveToLargest(left, count, into);
  else giveInOrder(left, count, into);
};

/** The number at `place` were they sorted, the largest first; orders them in part. Source: Hoare 1961, "Find". */
const largestAt = (numbers: Float64Array, count: number, place: number): number => {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const pivot = numbers[(low + high) >> 1] ?? 0;
    let i = low;
    let j = high;
    while (i <= j) {
      while ((numbers[i] ?? 0) > pivot) i++;
      while ((numbers[j] ?? 0) < pivot) j--;
      if (i > j) break;
      const larger = numbers[j] ?? 0;
      numbers[j--] = numbers[i] ?? 0;
      numbers[i++] = larger;
    }
    if (place <= j) high = j;
    else if (place >= i) low = i;
    else break;
  }
  return numbers[place] ?? 0;
};

/** Gives one each to the largest remainders. */
const giveToLargest = (left: number, count: number, into: Float64Array): void => {
  const rests = remainders;
  const order = ranked;
  for (let k = 0; k < count; k++) order[k] = rests[k] ?? 0;
  const least = largestAt(order, count, left - 1);
  let rest = left;
  for (let k = 0; k < count; k++)
    if ((rests[k] ?? 0) > least) {
      into[k] = (into[k] ?? 0) + 1;
      rest--;
    }
  for (let k = 0; k < count && rest > 0; k++)
    if (rests[k] === least) {
      into[k] = (into[k] ?? 0) + 1;
      rest--;
    }
};

/** Rounding of very large totals may leave more than one each, or take some back. */
const giveInOrder = (left: number, count: number, into: Float64Array): void => {
  const order = Int32Array.from({ length: count }, (_, k) => k).sort(
    (a, b) => (remainders[b] ?? 0) - (remainders[a] ?? 0) || a - b,
  );
  const step = Math.sign(left);
  for (let given = 0; given < Math.abs(left); given++) {
    const k = order[given % count] ?? 0;
    into[k] = (into[k] ?? 0) + step;
  }
};
