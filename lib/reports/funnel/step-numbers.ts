import { kaplanMeier } from "@/lib/statistics/kaplan-meier";
import { summarise } from "@/lib/statistics/quantile";
import { proportion } from "@/lib/statistics/wilson";
import type { Money } from "../definition";
import { joinFloats } from "../float-list";
import { listMoney } from "../money-sums";
import type { FunnelStepNumbers, Seconds } from "./definition";
import type { FunnelTotals } from "./funnel-count";
import type { Row } from "./funnel-plan";
import { histogram } from "./histogram";
import type { StepWords } from "./step-words";

const secondsOf = (times: Float64Array): Seconds | null => summarise(times, 1000);

/** What a drop costs: dropped × completed ÷ reached × the last step's mean value, where that is one currency. */
const leakOf = (dropped: number, reached: number, earned: readonly Money[]): Money | null => {
  const [only] = earned;
  if (!only || earned.length > 1 || reached === 0) return null;
  return { currency: only.currency, minor: Math.round((dropped * only.minor) / reached) + 0 };
};

type Counted = {
  rows: readonly Row[];
  words: readonly StepWords[];
  windowMs: number;
  /** Histograms of times are asked for. */
  distribution: boolean;
};

/** Counts turned into rates, times and money. */
export const stepNumbers = (
  { steps, watchedWhole, earned }: FunnelTotals,
  { rows, words, windowMs, distribution }: Counted,
): FunnelStepNumbers[] => {
  const entered = steps[0]?.reached ?? 0;
  const money = listMoney(earned);
  return steps.map((step, row) => {
    const { reached } = step;
    const { label = "", tier } = words[row] ?? {};
    const { isOptional = false, previous = -1 } = rows[row] ?? {};
    const base = {
      label,
      ...(tier ? { tier } : {}),
      ...(isOptional ? { optional: true as const } : {}),
      reached,
      open: step.open.length,
      fromPrevious: null,
      fromEntry: proportion(reached, entered),
      secondsFromPrevious: null,
      secondsFromEntry: null,
      revenue: listMoney(step.revenue),
    };
    if (previous < 0) return base;
    const before = steps[previous]?.reached ?? 0;
    const secondsFromEntry = secondsOf(step.fromEntry);
    const numbers = {
      ...base,
      fromPrevious: proportion(reached, before),
      secondsFromPrevious: previous === 0 ? secondsFromEntry : secondsOf(step.fromPrevious),
      secondsFromEntry,
      ...(distribution ? { distribution: histogram(step.fromPrevious, windowMs) } : {}),
    };
    if (isOptional) return numbers;
    const dropped = before - reached - base.open;
    // Who is open at an earlier step may still reach this one, too.
    const censored = joinFloats(steps.slice(1, row + 1).map(({ open }) => open));
    return {
      ...numbers,
      dropped,
      matured: kaplanMeier({ events: step.fromEntry, censored, total: entered }, windowMs, watchedWhole),
      leak: leakOf(dropped, reached, money),
    };
  });
};
