/** Lifts on an axis where twice and half as often are equally far from once. Shares of its length. */
export type LiftAxis = {
  place: (ratio: number) => number;
  /** Where "as often" is. */
  one: number;
};

const widest = { low: 1 / 16, high: 64 };

type Spread = { low: number; high: number };

const held = (ratio: number): number => Math.min(widest.high, Math.max(widest.low, ratio));

/** From the smallest to the largest end of any interval, at least from half to twice as often. */
export const liftAxis = (spreads: readonly Spread[]): LiftAxis => {
  const from = Math.log(Math.min(0.5, ...spreads.map(({ low }) => held(low))));
  const to = Math.log(Math.max(2, ...spreads.map(({ high }) => held(high))));
  const place = (ratio: number) => (Math.log(held(ratio)) - from) / (to - from);
  return { place, one: place(1) };
};
