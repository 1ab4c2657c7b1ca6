/** Random numbers that a seed repeats exactly, on every machine. */
export type Random = {
  /** Evenly from 0 to 1, without 1. */
  next(): number;
  chance(probability: number): boolean;
  /** Evenly from `low` to `high`. */
  between(low: number, high: number): number;
  /** Waiting times: many short, few long. */
  exponential(mean: number): number;
  /** One of the items, each as likely as its weight says. */
  pick<T extends { weight: number }>(items: readonly T[]): T;
};

const hash = (text: string): number => {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
};

/** Chris Doty-Humphrey's sfc32, started from a hash of the seed. */
const sfc32 = (seed: string): (() => number) => {
  let a = hash(`${seed}a`);
  let b = hash(`${seed}b`);
  let c = hash(`${seed}c`);
  let counter = 1;
  const next = () => {
    const t = (a + b + counter++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return (t >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
};

const totals = new WeakMap<object, number>();
const totalWeight = (items: readonly { weight: number }[]): number => {
  let total = totals.get(items);
  if (total === undefined) {
    total = items.reduce((sum, { weight }) => sum + weight, 0);
    totals.set(items, total);
  }
  return total;
};

export const randomFrom = (seed: string): Random => {
  const next = sfc32(seed);
  return {
    next,
    chance: (probability) => next() < probability,
    between: (low, high) => low + next() * (high - low),
    exponential: (mean) => -mean * Math.log(1 - next()),
    pick: (items) => {
      const total = totalWeight(items);
      let rest = next() * total;
      for (const item of items) {
        rest -= item.weight;
        if (rest < 0) return item;
      }
      throw new RangeError("There is nothing to pick from.");
    },
  };
};
