import { allot } from "@/lib/statistics/allot";
import { removalEffects } from "@/lib/statistics/markov-removal";
import { shapleyValues } from "@/lib/statistics/shapley";
import { type CreditColumns, noCredits, untouchedRow, whole } from "./credits";
import type { Joined, JoinedJourneys } from "./join-partials";

/** Credits of a model that looks at all journeys, and by row what it says beside. */
export type JourneyCredits = {
  credits: CreditColumns;
  removalEffects?: ReadonlyMap<number, number>;
  /** In conversions. */
  errors?: ReadonlyMap<number, number>;
};

/** Twelve decimals, so that what is equal stays equal whatever the order in which it was computed. */
const rounded = (value: number): number => Math.round(value * 1e12) / 1e12;

/** Divides what has a touch among the states; what has none stays where it is. */
const creditsBy = (weights: Float64Array, { all, rows }: Joined, rowOf: readonly number[]): CreditColumns => {
  const credits = noCredits(rows);
  const shares = new Float64Array(rowOf.length);
  const divide = (from: Float64Array, into: Float64Array): void => {
    into[untouchedRow] = from[0] ?? 0;
    if ((all.parts[1] ?? 0) === 0) return;
    allot(from[1] ?? 0, weights, rowOf.length, shares);
    for (const [state, row] of rowOf.entries()) into[row] = shares[state] ?? 0;
  };
  const divideNamed = (from: ReadonlyMap<string, Float64Array>, into: Map<string, Float64Array>): void => {
    for (const [currency, column] of from) {
      const shared = new Float64Array(rows);
      into.set(currency, shared);
      divide(column, shared);
    }
  };
  divide(all.parts, credits.parts);
  divide(all.converted, credits.converted);
  divideNamed(all.money, credits.money);
  divideNamed(all.unconverted, credits.unconverted);
  return credits;
};

const none: JoinedJourneys = {
  rowOf: [],
  coalitions: [],
  chain: {
    states: 0,
    counts: new Float64Array(),
    starts: new Float64Array(),
    successes: new Float64Array(),
    failures: new Float64Array(),
  },
};

const byRow = (values: Float64Array, rowOf: readonly number[]): Map<number, number> =>
  new Map(rowOf.map((row, state) => [row, values[state] ?? 0]));

/** Credits in proportion to removal effects. */
export const markovCredits = (joined: Joined): JourneyCredits => {
  const { rowOf, chain } = joined.journeys ?? none;
  const effects = removalEffects(chain).effects.map(rounded);
  return { credits: creditsBy(effects, joined, rowOf), removalEffects: byRow(effects, rowOf) };
};

/** Credits as Shapley values have them. */
export const shapleyCredits = (joined: Joined): JourneyCredits => {
  const { rowOf, coalitions } = joined.journeys ?? none;
  const { values, errors } = shapleyValues(coalitions, rowOf.length);
  const conversions = (joined.all.parts[1] ?? 0) / whole;
  const shares = values.map((value) => (conversions === 0 ? 0 : rounded(value / conversions)));
  const credits = creditsBy(shares, joined, rowOf);
  return errors ? { credits, errors: byRow(errors, rowOf) } : { credits };
};
