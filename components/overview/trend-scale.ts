import { axisTicks, spreadIndexes } from "@/components/charts/axis-ticks";
import type { Trend } from "./prepare-trend";

export type TrendRow = { at: number } & Record<string, number | null>;

export type TrendLabel = {
  key: string;
  name: string;
  text: string /** Share of the height, from the top. */;
  top: number;
};

export type TrendScale = {
  /** What is over under the key, what still runs under `runningKey`; the last complete point belongs to both. */
  rows: TrendRow[];
  yTicks: number[];
  xTicks: number[];
  weekends: { from: number; to: number }[];
  labels: TrendLabel[];
};

/** Where the plot lies: its height and what its axes need, in pixels. */
export const trendBox = { height: 280, left: 52, right: 20, top: 10, bottom: 28 } as const;
const plotHeight = trendBox.height - trendBox.top - trendBox.bottom;

export const runningKey = (key: string): string => `${key}:running`;

/** The picture for the chosen series: scale, marks and labels that do not collide. */
export const trendScale = (trend: Trend, chosen: readonly string[]): TrendScale => {
  const { points } = trend;
  const lastComplete = points.findLastIndex((point) => point.complete);
  const rates = points.flatMap((point) => chosen.map((key) => point.values[key]?.rate ?? 0));
  const yTicks = axisTicks(Math.max(0, ...rates));
  return {
    rows: points.map((point, at) => {
      const row: TrendRow = { at };
      for (const key of chosen) {
        const rate = point.values[key]?.rate ?? null;
        row[key] = at <= lastComplete ? rate : null;
        row[runningKey(key)] = at >= lastComplete ? rate : null;
      }
      return row;
    }),
    yTicks,
    xTicks: spreadIndexes(points.length, 5),
    weekends: weekendsOf(trend),
    labels: placeLabels(trend, chosen, yTicks.at(-1) || 1),
  };
};

const weekendsOf = ({ points }: Trend): { from: number; to: number }[] => {
  const bands: { from: number; to: number }[] = [];
  for (const [at, point] of points.entries()) {
    if (!point.weekend) continue;
    const last = bands.at(-1);
    if (last?.to === at - 0.5) last.to = at + 0.5;
    else bands.push({ from: at - 0.5, to: at + 0.5 });
  }
  return bands;
};

const labelHeight = 34;

const placeLabels = (trend: Trend, chosen: readonly string[], top: number): TrendLabel[] => {
  const labels = trend.series
    .filter((series) => chosen.includes(series.key))
    .flatMap(({ key, name }) => {
      const last = trend.points.findLast((point) => point.values[key]?.rate != null);
      const value = last?.values[key];
      if (value?.rate == null) return [];
      return [
        { key, name, text: last?.complete ? value.text : `${value.text} so far`, top: 1 - value.rate / top },
      ];
    })
    .toSorted((a, b) => a.top - b.top);
  const gap = labelHeight / plotHeight;
  // Pushed down where they would overlap, then back up from the bottom edge.
  for (const [i, label] of labels.entries())
    label.top = Math.max(label.top, (labels[i - 1]?.top ?? -gap) + gap);
  for (const [i, label] of [...labels.entries()].reverse())
    label.top = Math.min(label.top, (labels[i + 1]?.top ?? 1 + gap) - gap);
  return labels;
};
