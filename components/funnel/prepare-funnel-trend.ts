import { cannotSay, formatCount, formatPercent, unitNoun } from "@/components/charts/format";
import { countCell, rateCell, textCell } from "@/components/charts/table-cells";
import { bucketLabels, type Interval, type Trend } from "@/components/overview/prepare-trend";
import type { FunnelAnswer } from "@/lib/reports/funnel/definition";

export const rateKey = "rate";

export type FunnelTrend = Trend & {
  /** The last step, which the rate leads to. */
  aim: string;
  tier: "micro" | "macro" | null;
  /** Some points may still rise. */
  hasRunning: boolean;
  /** All of it in one sentence. */
  sentence: string;
};

/** The funnel's rate by the entry's bucket; null where there are fewer than two points to draw a line between. */
export const prepareFunnelTrend = (
  { trend = [], steps, unit }: FunnelAnswer,
  interval: Interval,
  timezone: string,
): FunnelTrend | null => {
  const last = steps.findLast((step) => !step.optional);
  if (!last || steps.length < 2 || trend.length < 2) return null;
  const labels = bucketLabels(interval, timezone);
  const noun = unitNoun(unit);
  const rates = trend.flatMap(({ rate }) => rate.rate ?? []);
  const running = trend.filter(({ complete }) => !complete).length;
  return {
    interval,
    aim: last.label,
    tier: last.tier ?? null,
    hasRunning: running > 0,
    sentence:
      rates.length === 0
        ? `Nobody entered, so there is no rate to ${last.label}.`
        : `The rate to ${last.label} lay between ${formatPercent(Math.min(...rates))} and ${formatPercent(Math.max(...rates))} over ${trend.length} points, ${running} of which may still rise.`,
    series: [{ key: rateKey, name: last.label, tier: last.tier ?? "micro" }],
    points: trend.map(({ start, complete, entered, reached, open, rate }) => {
      const at = new Date(start);
      const text =
        rate.rate === null
          ? cannotSay
          : `${formatPercent(rate.rate)} · ${formatCount(reached)} of ${formatCount(entered)} ${unitNoun(unit, entered)}`;
      return {
        short: labels.short(at),
        long: `${labels.long(at)}${complete ? "" : open > 0 ? `, ${formatCount(open)} still open` : ", not over yet"}`,
        weekend: interval === "day" && labels.isWeekend(at),
        complete,
        values: { [rateKey]: { rate: rate.rate, text } },
      };
    }),
    table: {
      columns: [
        { label: { hour: "Hour", day: "Day", week: "Week of", month: "Month" }[interval] },
        { label: `Entered, ${noun}`, numeric: true },
        { label: last.label, numeric: true },
        { label: "Still open", numeric: true },
        { label: "Rate", numeric: true },
        { label: "Rate, low", numeric: true },
        { label: "Rate, high", numeric: true },
      ],
      rows: trend.map(({ start, complete, entered, reached, open, rate }) => [
        textCell(`${labels.long(new Date(start))}${complete ? "" : ", not over yet"}`),
        countCell(entered),
        countCell(reached),
        countCell(open),
        rateCell(rate.rate),
        rateCell(rate.low),
        rateCell(rate.high),
      ]),
    },
  };
};
