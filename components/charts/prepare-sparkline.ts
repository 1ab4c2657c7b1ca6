import type { TimeseriesPoint } from "@/lib/reports/timeseries/definition";
import { axisTicks } from "./axis-ticks";
import { linePath } from "./line-path";

/** Paths in a box of 100 × 30, to be stretched to any size. Empty text where there is nothing to draw. */
export type Sparkline = { area: string; line: string; running: string };

const width = 100;
const height = 30;

/** One metric of a time series as a small curve from zero: what is still running is a path of its own. */
export const prepareSparkline = (points: readonly TimeseriesPoint[], metric: number): Sparkline => {
  const lastComplete = points.findLastIndex((point) => point.complete);
  // Only the one after the last complete point is running; the rest of the range has yet to come.
  const values = points.map((point, i) => (i <= lastComplete + 1 ? (point.values[metric] ?? null) : null));
  const top = axisTicks(Math.max(0, ...values.map((value) => value ?? 0))).at(-1) || 1;
  const scale = {
    x: (i: number) => (values.length > 1 ? (i / (values.length - 1)) * width : width / 2),
    // A point's room above and below keeps the stroke inside the box.
    y: (value: number) => height - 1 - (value / top) * (height - 2),
  };
  const where = (keep: (i: number) => boolean) => values.map((value, i) => (keep(i) ? value : null));
  return {
    area: linePath(values, scale, height),
    line: linePath(
      where((i) => i <= lastComplete),
      scale,
    ),
    running: linePath(
      where((i) => i >= lastComplete),
      scale,
    ),
  };
};
