import { axisTicks } from "@/components/charts/axis-ticks";
import type { DataTable } from "@/components/charts/data-table";
import { formatCount, formatDuration, formatPercent, unitNoun } from "@/components/charts/format";
import type { HistogramBar } from "@/components/charts/histogram-bars";
import { countCell, rateCell, textCell } from "@/components/charts/table-cells";
import type { Distribution, FunnelAnswer, FunnelStepNumbers, Seconds } from "@/lib/reports/funnel/definition";

/** How long one part of the way took, as a histogram. */
export type Times = {
  key: string;
  /** "From Product viewed to Purchase". */
  name: string;
  /** "Half took less than 3 h, nine in ten less than 2 d." */
  sentence: string;
  /** Of the step that it leads to. */
  tier: "micro" | "macro" | null;
  bars: HistogramBar[];
  ticks: { text: string; at: number }[];
  table: DataTable;
};

/** From entry to the end, then step by step; nothing where nobody went on. */
export const prepareTimes = ({ steps, distribution, unit }: FunnelAnswer): Times[] => {
  const required = steps.filter((step) => !step.optional);
  const [first, last] = [required[0], required.at(-1)];
  if (!first || !last || required.length < 2) return [];
  const whole = timesOf(last, {
    key: "all",
    from: first,
    seconds: last.secondsFromEntry,
    distribution,
    unit,
  });
  const parts = steps.flatMap((step, i) => {
    const before = steps.slice(0, i).findLast((one) => !one.optional);
    return before
      ? timesOf(step, {
          key: String(i + 1),
          from: before,
          seconds: step.secondsFromPrevious,
          distribution: step.distribution,
          unit,
        })
      : [];
  });
  return required.length === 2 && parts.length === 1 ? whole : [...whole, ...parts];
};

type Way = {
  key: string;
  from: FunnelStepNumbers;
  seconds: Seconds | null;
  distribution: Distribution | undefined;
  unit: "visitor" | "session";
};

const timesOf = (step: FunnelStepNumbers, { key, from, seconds, distribution, unit }: Way): Times[] => {
  if (seconds === null || distribution === undefined) return [];
  const { bounds, counts } = distribution;
  const total = counts.reduce((sum, count) => sum + count, 0);
  const first = counts.findIndex((count) => count > 0);
  const last = counts.findLastIndex((count) => count > 0);
  if (total === 0) return [];
  const ticks = axisTicks(Math.max(...counts));
  const top = ticks.at(-1) || 1;
  const bins = bounds.slice(first, last + 1).map((bound, i) => ({
    bound,
    below: bounds[first + i - 1] ?? 0,
    count: counts[first + i] ?? 0,
  }));
  const spans = bins.map(({ bound, below }) => `${formatDuration(below)} to ${formatDuration(bound)}`);
  return [
    {
      key,
      name: `${from.label} to ${step.label}`,
      tier: step.tier ?? null,
      sentence: `Half of the ${formatCount(total)} ${unitNoun(unit, total)} took less than ${formatDuration(seconds.median)}, nine in ten less than ${formatDuration(seconds.p90)}.`,
      bars: bins.map(({ bound, count }, i) => ({
        label: formatDuration(bound),
        height: count / top,
        note: `${spans[i]}: ${formatCount(count)} of ${formatCount(total)} ${unitNoun(unit, total)} (${formatPercent(count / total)}).`,
      })),
      ticks: ticks.map((tick) => ({ text: formatCount(tick), at: tick / top })),
      table: {
        columns: [
          { label: "Time" },
          { label: unitNoun(unit), numeric: true },
          { label: "Share", numeric: true },
        ],
        rows: bins.map(({ count }, i) => [
          textCell(spans[i] ?? ""),
          countCell(count),
          rateCell(count / total),
        ]),
      },
    },
  ];
};
