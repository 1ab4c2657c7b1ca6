import type { DataTable } from "@/components/charts/data-table";
import { cannotSay, formatPercent } from "@/components/charts/format";
import { rateCell, textCell } from "@/components/charts/table-cells";
import type { Goal } from "@/lib/goals/definition";
import type { TimeseriesAnswer } from "@/lib/reports/timeseries/definition";

export type Interval = "hour" | "day" | "week" | "month";

/** Steps that give a readable curve for so many days. */
export const intervalFor = (days: number): Interval =>
  days <= 2 ? "hour" : days <= 92 ? "day" : days <= 400 ? "week" : "month";

export type TrendSeries = { key: string; name: string; tier: "micro" | "macro" };

export type TrendPoint = {
  /** Under the axis: "22 Nov". */
  short: string;
  /** In the tooltip: "Sun 22 Nov, still running". */
  long: string;
  weekend: boolean;
  complete: boolean;
  /** Rate and its text by series key; null has no denominator. */
  values: Record<string, { rate: number | null; text: string }>;
};

export type Trend = { interval: Interval; series: TrendSeries[]; points: TrendPoint[]; table: DataTable };

type Input = {
  answer: TimeseriesAnswer;
  interval: Interval;
  /** The goals whose rates the answer holds, in its order, and the place of the first. */
  goals: readonly Goal[];
  firstMetric: number;
};

/** Rates over time, ready to be drawn: which of them are drawn is the reader's choice. */
export const prepareTrend = ({ answer, interval, goals, firstMetric }: Input): Trend => {
  const texts = bucketLabels(interval, answer.timezone);
  const points = answer.points.map((point) => {
    const at = new Date(point.start);
    return {
      short: texts.short(at),
      long: `${texts.long(at)}${point.complete ? "" : ", still running"}`,
      weekend: interval === "day" && texts.isWeekend(at),
      complete: point.complete,
      values: Object.fromEntries(
        goals.map((goal, i) => {
          const rate = point.values[firstMetric + i] ?? null;
          return [goal.key, { rate, text: rate === null ? cannotSay : formatPercent(rate) }];
        }),
      ),
    };
  });
  return {
    interval,
    series: goals.map(({ key, name, tier }) => ({ key, name, tier })),
    points,
    table: {
      columns: [
        { label: { hour: "Hour", day: "Day", week: "Week of", month: "Month" }[interval] },
        ...goals.map((goal) => ({ label: `${goal.name}, rate`, numeric: true })),
      ],
      rows: points.map((point) => [
        textCell(point.long),
        ...goals.map((goal) => rateCell(point.values[goal.key]?.rate)),
      ]),
    },
  };
};

/** How points in time are called on an axis, in a tooltip and in a table. */
export const bucketLabels = (interval: Interval, timeZone: string) => {
  const formatter = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat("en-GB", { ...options, timeZone });
    return (at: Date) => format.format(at);
  };
  const weekday = formatter({ weekday: "short" });
  const isWeekend = (at: Date) => ["Sat", "Sun"].includes(weekday(at));
  const day = { day: "numeric", month: "short" } as const;
  switch (interval) {
    case "hour":
      return {
        short: formatter({ hour: "2-digit", minute: "2-digit" }),
        long: formatter({ weekday: "short", ...day, hour: "2-digit", minute: "2-digit" }),
        isWeekend,
      };
    case "day":
      return { short: formatter(day), long: formatter({ weekday: "short", ...day }), isWeekend };
    case "week":
      return { short: formatter(day), long: formatter({ ...day, year: "numeric" }), isWeekend };
    case "month":
      return {
        short: formatter({ month: "short" }),
        long: formatter({ month: "long", year: "numeric" }),
        isWeekend,
      };
  }
};
