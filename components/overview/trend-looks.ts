import type { Trend, TrendSeries } from "./prepare-trend";

/** At most so many small steps beside the macro goal, or nobody can tell the lines apart. */
export const maxLines = 3;

/** Lines of small steps share the accent and differ in depth; their labels tell them apart. */
const depths = [
  "var(--micro)",
  "color-mix(in oklch, var(--micro) 55%, var(--ink))",
  "color-mix(in oklch, var(--micro) 72%, var(--surface))",
];

/** The colour of a series: by its place among the lines that are drawn. */
const colourOf = (tier: "micro" | "macro", place: number): string =>
  tier === "macro" ? "var(--macro)" : (depths[place % depths.length] ?? "var(--micro)");

export type DrawnSeries = TrendSeries & { colour: string };

/** The chosen series in the order they are drawn: the macro goal first. */
export const drawnSeries = (trend: Trend, chosen: readonly string[]): DrawnSeries[] =>
  chosen.flatMap((key, place) => {
    const series = trend.series.find((one) => one.key === key);
    return series ? [{ ...series, colour: colourOf(series.tier, place - 1) }] : [];
  });
