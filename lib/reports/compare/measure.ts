import type { Journey } from "@/lib/journeys/journey";
import { converterOf } from "@/lib/rates/converter";
import type { Copies } from "../drop-copies";
import { attemptsOf, type Funnel } from "../funnel/attempts";
import { earnedAt } from "../macro-revenue";
import { markGoals } from "../mark-goals";
import { addMoney, type MoneySums } from "../money-sums";
import type { Asked, OpenUnits } from "../open-units";
import type { Question } from "./fold";
import type { Metric } from "./metric";
import { stillOpen } from "./tally";

// Hot path: units are measured one by one, without allocations.

/** A metric that is ready to measure units. */
export type Measure = {
  /** What a unit adds to the part; NaN when it is on neither side, `stillOpen` when it is too early to say. */
  amount: (journey: Journey, first: number, end: number) => number;
  /** Prepares a visitor's whole journey. */
  mark?: (journey: Journey) => void;
};

type Opened = {
  asked: Asked<Question>;
  units: OpenUnits;
  copies: ReadonlyMap<string, Copies>;
  /** Takes revenue that has no rate into the project's currency. */
  notConverted: MoneySums;
};

const converted = (journey: Journey, first: number, end: number): number => {
  if ((journey.any & 1) === 0) return 0;
  for (let i = first; i < end; i++) if (((journey.mask[i] ?? 0) & 1) !== 0) return 1;
  return 0;
};

/** Whoever completed early counts no sooner than those who did not: else what is recent would look best. */
const completion = (funnel: Funnel, { asked, units }: Opened): Measure => {
  const attempts = attemptsOf(funnel, units.columns, asked.range, asked.context);
  const begun = { reached: 0, events: new Int32Array(1), steps: new Int32Array(1), until: 0 };
  return {
    amount: (journey, first, end) => {
      const attempt = attempts.find(journey, first, end);
      if (attempt.reached === 0) return Number.NaN;
      const entry = attempt.events[0] ?? 0;
      begun.events[0] = entry;
      begun.until = (journey.at[entry] ?? 0) + funnel.windowMs;
      if (attempts.isOpen(begun, journey, end)) return stillOpen;
      return attempts.isComplete(attempt) ? 1 : 0;
    },
  };
};

/** Opens a metric over the units of a scan. */
export const openMeasure = (metric: Metric, opened: Opened): Measure => {
  if (metric.kind === "funnel") return completion(metric.funnel, opened);
  const { asked, units, copies, notConverted } = opened;
  const { project, rates } = asked.context;
  const { currency, timezone } = project;
  const convert = converterOf(rates, currency, timezone);
  const isRevenue = metric.kind === "revenue";
  const counters = metric.goals.map((goal, bit) =>
    units.counterOf(isRevenue ? goal : { ...goal, value: { none: true } }, bit, copies.get(goal.key)),
  );
  const mark = markGoals(metric.goals, counters);
  if (!isRevenue) return { amount: converted, mark };
  return {
    mark,
    amount: (journey, first, end) => {
      let sum = 0;
      for (let i = first; i < end; i++) {
        const money = earnedAt(counters, journey, i);
        if (!money) continue;
        const minor = convert(money.minor, money.currency, journey.at[i] ?? 0);
        if (minor === null) addMoney(notConverted, money);
        else sum += minor;
      }
      return sum;
    },
  };
};
