import { wilson } from "@/lib/statistics/wilson";
import type { Money } from "../definition";
import type { BackTest, BackTestWeek, CalibrationDecile, Realised } from "./definition";
import {
  type Counted,
  convertedAt,
  expectedOf,
  foreseen,
  type Model,
  type Spread,
  spreadOf,
  sumOf,
  visitorsAt,
} from "./model";

const weekMs = 7 * 86_400_000;

/** What became of those in flight at one moment; `currency` is `null` for a macro without value. */
export const realisedAt = (
  { tallies, at, cells, windowMs }: Counted,
  place: number,
  { asOf, currency }: { asOf: number; currency: string | null },
): Realised => {
  const of = (numbers: Float64Array): number => sumOf(numbers.subarray(place * cells, (place + 1) * cells));
  const conversions = of(tallies.converted);
  const isUnknown = conversions > 0 && (tallies.known[place] ?? 0) === 0 && tallies.missing.size > 0;
  const value: Money | null = currency === null || isUnknown ? null : { currency, minor: of(tallies.value) };
  return { conversions, value, complete: (at[place] ?? 0) + windowMs <= asOf };
};

type Interval = { low: number; high: number };
const isInside = (interval: Interval | null, number: number | undefined): boolean | null =>
  interval === null || number === undefined ? null : interval.low <= number && number <= interval.high;

/**
 * Several weeks together. Those in flight in two of them are the same people so far as the windows overlap; what one
 * model does not know is the same for all.
 */
const totalOf = (
  weeks: readonly { at: number; spread: Spread; visitors: number; realised: number }[],
  windowMs: number,
): BackTest["total"] => {
  if (weeks.length === 0) return null;
  let variance = 0;
  for (const one of weeks)
    for (const other of weeks) {
      const overlap = Math.max(0, 1 - Math.abs(one.at - other.at) / windowMs);
      variance += overlap * Math.sqrt(one.spread.chance * other.spread.chance);
      variance += Math.sqrt(one.spread.shared * other.spread.shared);
    }
  const sum = (of: (week: (typeof weeks)[number]) => number) =>
    weeks.reduce((total, week) => total + of(week), 0);
  const realised = sum((week) => week.realised);
  const predicted = foreseen(
    sum(({ spread }) => spread.estimate),
    variance,
    sum(({ visitors }) => visitors),
  );
  return { predicted, realised, inside: isInside(predicted, realised) === true };
};

/** Visitors of one chance, and how many of them converted. */
export type Chance = { chance: number; visitors: number; converted: number };

/**
 * Tenths of the visitors by their chance. Visitors of one chance stay together, in the tenth in which their middle lies,
 * so that tenths are about equal. A visitor may be in `repeats` weeks, whose outcomes are one.
 */
export const decilesOf = (chances: readonly Chance[], repeats: number): CalibrationDecile[] => {
  const all = chances.reduce((sum, { visitors }) => sum + visitors, 0);
  const tenths = new Map<number, { visitors: number; predicted: number; converted: number }>();
  let before = 0;
  for (const { chance, visitors, converted } of [...chances].sort((a, b) => a.chance - b.chance)) {
    const place = Math.floor((10 * (before + visitors / 2)) / all);
    const tenth = tenths.get(place) ?? { visitors: 0, predicted: 0, converted: 0 };
    tenths.set(place, tenth);
    tenth.visitors += visitors;
    tenth.predicted += chance * visitors;
    tenth.converted += converted;
    before += visitors;
  }
  return [...tenths.values()].map(({ visitors, predicted, converted }) => ({
    visitors,
    predicted: predicted / visitors,
    realised: {
      part: converted,
      whole: visitors,
      rate: converted / visitors,
      ...wilson(converted / repeats, visitors / repeats),
    },
  }));
};

/** The mean squared error of chances, and of one chance for all. */
export const brierOf = (chances: readonly Chance[]): BackTest["brier"] => {
  let all = 0;
  let converted = 0;
  let squares = 0;
  for (const one of chances) {
    all += one.visitors;
    converted += one.converted;
    squares += one.converted * (1 - one.chance) ** 2 + (one.visitors - one.converted) * one.chance ** 2;
  }
  if (all === 0) return null;
  const rate = converted / all;
  return { score: squares / all, ofOneRate: rate * (1 - rate) };
};

const chancesOf = (counted: Counted, place: number, { rates }: Model): Chance[] => {
  const visitors = visitorsAt(counted, place);
  const converted = convertedAt(counted, place);
  return [...visitors.keys()].flatMap((cell) => {
    const many = visitors[cell] ?? 0;
    if (many === 0) return [];
    return [{ chance: rates.rate(cell), visitors: many, converted: converted[cell] ?? 0 }];
  });
};

/** A week that is over, with what was known at its moment. */
export type TestedWeek = { place: number; model: Model | null };

/** Sets what was foreseen beside what came. `weeks` are the newest first. */
export const backTestOf = (
  counted: Counted,
  weeks: readonly TestedWeek[],
  judged: { asOf: number; currency: string | null },
): BackTest => {
  const oldestFirst = [...weeks].reverse();
  const shown = oldestFirst.map(({ place, model }): BackTestWeek => {
    const visitors = visitorsAt(counted, place);
    const expected = expectedOf(model, visitors, judged.currency);
    const realised = realisedAt(counted, place, judged);
    return {
      asOf: new Date(counted.at[place] ?? 0).toISOString(),
      visitors: sumOf(visitors),
      predicted: expected.conversions,
      realised: realised.conversions,
      inside: isInside(expected.conversions, realised.conversions),
      value: {
        predicted: expected.value,
        realised: realised.value,
        inside: isInside(expected.value, realised.value?.minor),
      },
    };
  });
  const foreseenWeeks = oldestFirst.flatMap(({ place, model }) => (model ? [{ place, model }] : []));
  const chances = foreseenWeeks.flatMap(({ place, model }) => chancesOf(counted, place, model));
  const judgedWeeks = shown.filter(({ inside }) => inside !== null);
  return {
    weeks: shown,
    covered: { part: judgedWeeks.filter(({ inside }) => inside).length, whole: judgedWeeks.length },
    total: totalOf(
      foreseenWeeks.map(({ place, model }) => {
        const visitors = visitorsAt(counted, place);
        return {
          at: counted.at[place] ?? 0,
          spread: spreadOf(model, visitors),
          visitors: sumOf(visitors),
          realised: sumOf(convertedAt(counted, place)),
        };
      }),
      counted.windowMs,
    ),
    deciles: decilesOf(chances, Math.max(1, counted.windowMs / weekMs)),
    brier: brierOf(chances),
  };
};
