/** Counts of steps between states numbered from 0: row by row, `counts[from * states + to]`. */
export type ChainCounts = {
  states: number;
  counts: Float64Array;
  /** How often each state came first, was left for success, and for failure. */
  starts: Float64Array;
  successes: Float64Array;
  failures: Float64Array;
};

type RemovalEffects = {
  /** How likely a way through the chain ends in success; 0 without ways. */
  success: number;
  /** By state: the part of all successes that is lost when entering the state means failure, from 0 to 1. */
  effects: Float64Array;
};

/** The inverse of a square matrix, row by row, by elimination with the largest pivot of each column. */
const inverse = (size: number, given: Float64Array): Float64Array => {
  const matrix = given.slice();
  const found = new Float64Array(size * size);
  for (let i = 0; i < size; i++) found[i * size + i] = 1;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++)
      if (Math.abs(matrix[row * size + column] ?? 0) > Math.abs(matrix[pivot * size + column] ?? 0))
        pivot = row;
    if (pivot !== column) {
      swapRows(matrix, size, pivot, column);
      swapRows(found, size, pivot, column);
    }
    const scale = 1 / (matrix[column * size + column] ?? Number.NaN);
    for (let k = 0; k < size; k++) {
      matrix[column * size + k] = (matrix[column * size + k] ?? 0) * scale;
      found[column * size + k] = (found[column * size + k] ?? 0) * scale;
    }
    for (let row = 0; row < size; row++) {
      const factor = matrix[row * size + column] ?? 0;
      if (row === column || factor === 0) continue;
      for (let k = 0; k < size; k++) {
        matrix[row * size + k] = (matrix[row * size + k] ?? 0) - factor * (matrix[column * size + k] ?? 0);
        found[row * size + k] = (found[row * size + k] ?? 0) - factor * (found[column * size + k] ?? 0);
      }
    }
  }
  return found;
};

const swapRows = (matrix: Float64Array, size: number, a: number, b: number): void => {
  const kept = matrix.slice(a * size, (a + 1) * size);
  matrix.copyWithin(a * size, b * size, (b + 1) * size);
  matrix.set(kept, b * size);
};

/** I − Q, where Q has how likely each state follows each other; a state that was never left stays alone. */
const transience = (
  { states, counts, successes, failures }: ChainCounts,
  left: Float64Array,
): Float64Array => {
  const matrix = new Float64Array(states * states);
  for (let from = 0; from < states; from++) {
    let sum = (successes[from] ?? 0) + (failures[from] ?? 0);
    for (let to = 0; to < states; to++) sum += counts[from * states + to] ?? 0;
    left[from] = sum;
    for (let to = 0; to < states; to++) {
      const follows = sum === 0 ? 0 : (counts[from * states + to] ?? 0) / sum;
      matrix[from * states + to] = (from === to ? 1 : 0) - follows;
    }
  }
  return matrix;
};

/**
 * The removal effects of a first-order Markov chain from start to success or failure, solved exactly. Every way that was
 * counted must have ended. A way that succeeds and enters state k does so with probability h_k · b_k, where h_k is how
 * likely k is ever entered and b_k how likely success is from k, so that one inverse answers for all states.
 * Source: Anderl, Becker, von Wangenheim and Schumann 2016, "Mapping the customer journey: Lessons learned from
 * graph-based online attribution modeling"; h_k and b_k: Kemeny and Snell 1960, "Finite Markov Chains", chapter 3.
 */
export const removalEffects = (chain: ChainCounts): RemovalEffects => {
  const { states, starts, successes } = chain;
  const effects = new Float64Array(states);
  const ways = starts.reduce((sum, count) => sum + count, 0);
  if (ways === 0) return { success: 0, effects };
  const left = new Float64Array(states);
  // Row i: how often each state is visited on a way from i.
  const visits = inverse(states, transience(chain, left));
  const toSuccess = new Float64Array(states);
  const visited = new Float64Array(states);
  for (let i = 0; i < states; i++)
    for (let k = 0; k < states; k++) {
      const often = visits[i * states + k] ?? 0;
      const ends = left[k] ? (successes[k] ?? 0) / (left[k] ?? 1) : 0;
      toSuccess[i] = (toSuccess[i] ?? 0) + often * ends;
      visited[k] = (visited[k] ?? 0) + ((starts[i] ?? 0) / ways) * often;
    }
  let success = 0;
  for (let i = 0; i < states; i++) success += ((starts[i] ?? 0) / ways) * (toSuccess[i] ?? 0);
  if (success === 0) return { success, effects };
  for (let k = 0; k < states; k++) {
    const entered = (visited[k] ?? 0) / (visits[k * states + k] ?? 1);
    effects[k] = Math.min(1, Math.max(0, (entered * (toSuccess[k] ?? 0)) / success));
  }
  return { success, effects };
};
