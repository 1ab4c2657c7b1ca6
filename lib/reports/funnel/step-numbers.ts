import { kaplanMeier } from "@/lib/statistics/kaplan-meier";
import { summarise } from "@/lib/statistics/quantile";
import { proportion } from "@/lib/statistics/wilson";
import type { Money } from "../definition";
import { joinFloats } from "../float-list";
import { listMoney } from "../money-sums";
import type { FunnelStepNumbers, Seconds } from "./definition";
import type { FunnelTotals } from "./funnel-count";

/** What a step is called. */
export type StepWords = { label: string; tier?: "micro" | "macro" };

const seconds = (times: Float64Array): Seconds | null => summarise(times.map((ms) => ms / 1000));

/** What a drop costs: dropped × completed ÷ reached × the last step's mean value, where that is one currency. */
const leakOf = (dropped: number, reached: number, earned: readonly Money[]): Money | null => {
  const [only] = earned;
  if (!only || earned.length > 1 || reached === 0) return null;
  return { currency: only.currency, minor: Math.round((dropped * only.minor) / reached) + 0 };
};

/** Counts turned into rates, times and money. */
export const stepNumbers = (
  { steps, watchedWhole }: FunnelTotals,
  words: readonly StepWords[],
  windowMs: number,
): FunnelStepNumbers[] => {
  const entered = steps[0]?.reached ?? 0;
  const earned = listMoney(steps.at(-1)?.revenue ?? new Map());
  return steps.map((step, k) => {
    const { reached } = step;
    const { label = "", tier } = words[k] ?? {};
    const base = {
      label,
      ...(tier ? { tier } : {}),
      reached,
      open: step.open.length,
      fromPrevious: null,
      fromEntry: proportion(reached, entered),
      secondsFromPrevious: null,
      secondsFromEntry: null,
      revenue: listMoney(step.revenue),
    };
    if (k === 0) return base;
    const before = steps[k - 1]?.reached ?? 0;
    const dropped = before - reached - base.open;
    // Who is open at an earlier step may still reach this one, too.
    const censored = joinFloats(steps.slice(1, k + 1).map(({ open }) => open));
    const secondsFromEntry = seconds(step.fromEntry);
    return {
      ...base,
      dropped,
      fromPrevious: proportion(reached, before),
      matured: kaplanMeier({ events: step.fromEntry, censored, total: entered }, windowMs, watchedWhole),
      secondsFromPrevious: k === 1 ? secondsFromEntry : seconds(step.fromPrevious),
      secondsFromEntry,
      leak: leakOf(dropped, reached, earned),
    };
  });
};
