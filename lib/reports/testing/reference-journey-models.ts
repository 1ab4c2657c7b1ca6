type Key = string | null;

/** The keys of a journey's touches in order, and whether it ends in a conversion. */
export type JourneyOfTouches = { keys: Key[]; converts: boolean };

/** How likely success is when journeys are walked as often as they were, without entering one key. */
const successWithout = (journeys: readonly JourneyOfTouches[], without: Key | undefined): number => {
  const keys = [...new Set(journeys.flatMap((journey) => journey.keys))];
  const steps = journeys.flatMap((journey) =>
    journey.keys.map((key, k) => ({ key, next: journey.keys[k + 1], journey })),
  );
  let here = new Map(
    keys.map((key) => [key, journeys.filter((one) => one.keys[0] === key).length / journeys.length]),
  );
  let success = 0;
  while ([...here.values()].reduce((a, b) => a + b, 0) > 1e-14) {
    const next = new Map(keys.map((key) => [key, 0]));
    for (const [key, share] of here) {
      if (key === without || share === 0) continue;
      const own = steps.filter((step) => step.key === key);
      for (const step of own) {
        if (step.next !== undefined) next.set(step.next, (next.get(step.next) ?? 0) + share / own.length);
        else if (step.journey.converts) success += share / own.length;
      }
    }
    here = next;
  }
  return success;
};

/** In twelve decimals, so that equal effects computed in another order are equal. */
export const twelve = (value: number): number => Math.round(value * 1e12) / 1e12;

export const removalEffects = (journeys: readonly JourneyOfTouches[], keys: readonly Key[]): number[] => {
  const success = successWithout(journeys, undefined);
  return keys.map((key) => (success === 0 ? 0 : twelve(1 - successWithout(journeys, key) / success)));
};

/** The textbook formula over all subsets of all keys. */
export const shapley = (journeys: readonly JourneyOfTouches[], keys: readonly Key[]): number[] => {
  const bitsOf = (some: readonly Key[]) =>
    some.reduce<number>((bits, key) => bits | (1 << keys.indexOf(key)), 0);
  const sets = journeys.map(({ keys: own, converts }) => ({ bits: bitsOf(own), converts }));
  const rate = (bits: number): number => {
    const exactly = sets.filter((one) => one.bits === bits);
    return exactly.length === 0 ? 0 : exactly.filter(({ converts }) => converts).length / exactly.length;
  };
  const rates = Array.from({ length: 1 << keys.length }, (_, bits) => rate(bits));
  const worths = rates.map((_, bits) => sets.reduce((sum, one) => sum + (rates[one.bits & bits] ?? 0), 0));
  const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
  const size = (bits: number): number => keys.filter((_, k) => bits & (1 << k)).length;
  return keys.map((_, k) =>
    worths.reduce((sum, worth, bits) => {
      if (bits & (1 << k)) return sum;
      const weight =
        (factorial(size(bits)) * factorial(keys.length - size(bits) - 1)) / factorial(keys.length);
      return sum + weight * ((worths[bits | (1 << k)] ?? 0) - worth);
    }, 0),
  );
};
