import { excessVariance } from "@/lib/statistics/excess-variance";
import { NestedRates } from "@/lib/statistics/nested-rates";
import { z95 } from "@/lib/statistics/z-score";
import { cellLevels } from "./cells";
import type { Expected, Foreseen } from "./definition";
import type { CellCounts, Tallies } from "./tallies";

/** Fewer visitors to learn from say nothing. */
export const fewestVisitors = 30;
/** Weeks differ by a tenth (standard deviation) unless they say otherwise; as if four had been seen to. */
const weeklyPrior = { variance: 0.1 ** 2, outcomes: 4 };
const weekMs = 7 * 86_400_000;

/** What was counted, and when. */
export type Counted = { tallies: Tallies; at: Float64Array; cells: number; windowMs: number };

/** What the first macros brought: mean, variance, and how well the mean is known. */
type Values = { mean: number; variance: number; doubt: number };

/** What is known of who converts. */
export type Model = {
  rates: NestedRates;
  /** The relative variance from week to week. */
  weekly: number;
  /** `null` where none could be converted into the project's currency. */
  values: Values | null;
};

/** How many visitors there were to learn from, and how many of them converted. */
export type Learned = { visitors: number; converted: number };

type Pool = { part: Float64Array; whole: Float64Array; learned: Learned };

/** How many of the weekly moments a visitor may stand in: they say the same so often. */
const repeatsOf = ({ windowMs }: Counted): number => Math.max(1, windowMs / weekMs);

/** Visitors and converted by cell of several moments. */
const pool = (counted: Counted, places: readonly number[]): Pool => {
  const { tallies, cells } = counted;
  const repeats = repeatsOf(counted);
  const part = new Float64Array(cells);
  const whole = new Float64Array(cells);
  const learned = { visitors: 0, converted: 0 };
  for (const place of places)
    for (let cell = 0; cell < cells; cell++) {
      const visitors = tallies.visitors[place * cells + cell] ?? 0;
      const converted = tallies.converted[place * cells + cell] ?? 0;
      whole[cell] = (whole[cell] ?? 0) + visitors / repeats;
      part[cell] = (part[cell] ?? 0) + converted / repeats;
      learned.visitors += visitors;
      learned.converted += converted;
    }
  return { part, whole, learned };
};

const ratesOf = ({ part, whole, learned }: Pool): NestedRates | null =>
  learned.visitors < fewestVisitors || learned.converted === 0
    ? null
    : new NestedRates({ part, whole }, cellLevels);

/** Visitors by cell at one moment. */
export const visitorsAt = ({ tallies, cells }: Counted, place: number): CellCounts =>
  tallies.visitors.subarray(place * cells, (place + 1) * cells);

export const sumOf = (numbers: Float64Array): number => numbers.reduce((sum, number) => sum + number, 0);

export const convertedAt = ({ tallies, cells }: Counted, place: number): Float64Array =>
  tallies.converted.subarray(place * cells, (place + 1) * cells);

/** How far weeks miss what the weeks known before them foresee, beyond chance. */
const weeklyOf = (counted: Counted, places: readonly number[]): number => {
  const { at, windowMs } = counted;
  const outcomes = places.flatMap((place) => {
    const known = places.filter((older) => (at[older] ?? 0) + windowMs <= (at[place] ?? 0));
    const rates = ratesOf(pool(counted, known));
    if (!rates) return [];
    const { estimate, chance, doubt } = rates.expect(visitorsAt(counted, place));
    return [{ estimate, variance: chance + doubt, realised: sumOf(convertedAt(counted, place)) }];
  });
  return excessVariance(outcomes, weeklyPrior);
};

const valuesOf = (counted: Counted, places: readonly number[], converted: number): Values | null => {
  const { tallies, cells } = counted;
  let sum = 0;
  let squares = 0;
  let known = 0;
  for (const place of places) {
    known += tallies.known[place] ?? 0;
    for (let cell = place * cells; cell < (place + 1) * cells; cell++) {
      sum += tallies.value[cell] ?? 0;
      squares += tallies.squares[cell] ?? 0;
    }
  }
  if (known === 0 && tallies.missing.size > 0) return null;
  const mean = sum / converted;
  const variance = Math.max(0, squares / converted - mean * mean);
  return { mean, variance, doubt: (variance * repeatsOf(counted)) / converted };
};

/** What the weeks at these places teach; the model is `null` where they say too little. */
export const learnFrom = (
  counted: Counted,
  places: readonly number[],
): { model: Model | null; learned: Learned } => {
  const pooled = pool(counted, places);
  const { learned } = pooled;
  const rates = ratesOf(pooled);
  if (!rates) return { model: null, learned };
  const weekly = weeklyOf(counted, places);
  return { model: { rates, weekly, values: valuesOf(counted, places, learned.converted) }, learned };
};

/** The variance of a number of conversions: by chance, and by what all of them share. */
export type Spread = { estimate: number; chance: number; shared: number };

export const spreadOf = ({ rates, weekly }: Model, visitors: CellCounts): Spread => {
  const { estimate, chance, doubt } = rates.expect(visitors);
  return { estimate, chance, shared: doubt + weekly * estimate * estimate };
};

/**
 * An estimate with its 95 % prediction interval (normal approximation). Conversions are whole, so its ends are the whole
 * numbers around; there are `most` at the most.
 */
export const foreseen = (estimate: number, variance: number, most: number): Foreseen => {
  const half = z95 * Math.sqrt(variance);
  return {
    estimate,
    low: Math.max(0, Math.floor(estimate - half)),
    high: Math.min(most, Math.ceil(estimate + half)),
  };
};

/** What visitors by cell will bring. */
export const expectedOf = (model: Model | null, visitors: CellCounts, currency: string | null): Expected => {
  if (!model) return { conversions: null, value: null };
  const spread = spreadOf(model, visitors);
  const { estimate, chance, shared } = spread;
  const conversions = foreseen(estimate, chance + shared, sumOf(visitors));
  const { values } = model;
  if (!values || currency === null) return { conversions, value: null };
  const { mean, variance, doubt } = values;
  const half =
    z95 * Math.sqrt(mean * mean * (chance + shared) + estimate * variance + estimate * estimate * doubt);
  const halfOfCount = z95 * Math.sqrt(chance + shared);
  // As much wider as whole conversions are.
  const below = mean * Math.max(0, estimate - halfOfCount - conversions.low);
  const above = mean * Math.max(0, conversions.high - estimate - halfOfCount);
  const minor = estimate * mean;
  return {
    conversions,
    value: { currency, minor, low: Math.max(0, minor - half - below), high: minor + half + above },
  };
};
