"use client";

import { useQueryState } from "nuqs";
import { lazy } from "react";
import { StillUntilReached } from "@/components/charts/still-until-reached";
import { splitUrlList } from "@/components/filters/url-list";
import { cn } from "@/components/ui/cn";
import { overviewParams } from "./overview-params";
import type { Trend } from "./prepare-trend";
import { type DrawnSeries, drawnSeries, maxLines } from "./trend-looks";
import { type TrendScale, trendBox, trendScale } from "./trend-scale";
import { TrendStill } from "./trend-still";

const TrendPlot = lazy(() => import("./trend-plot").then((module) => ({ default: module.TrendPlot })));

/** The macro goal's rate over time, and those of the small steps the reader chooses. */
export const TrendChart = ({
  trend,
  aim,
  lines: initial,
}: {
  trend: Trend;
  aim: string;
  /** What the address asked for when the page was made. */
  lines: readonly string[];
}) => {
  const [text, setText] = useQueryState("lines", overviewParams.lines);
  const asked = text === null ? initial : splitUrlList(text);
  const lines = trend.series
    .filter(({ key, tier }) => tier === "micro" && asked.includes(key))
    .map(({ key }) => key)
    .slice(0, maxLines);
  const toggle = (key: string) => {
    const next = lines.includes(key) ? lines.filter((line) => line !== key) : [...lines, key];
    void setText(next.length === 0 ? "none" : next.slice(-maxLines).join("~"));
  };
  const chosen = [aim, ...lines];
  const scale = trendScale(trend, chosen);
  const series = drawnSeries(trend, chosen);
  return (
    <>
      <LineChoice trend={trend} series={series} onToggle={toggle} />
      <div className="grid grid-cols-[minmax(0,1fr)_auto] px-4 pb-4">
        <StillUntilReached
          label="Rates over time"
          still={<TrendStill trend={trend} scale={scale} series={series} />}
          live={(reached) => <TrendPlot {...reached} trend={trend} scale={scale} series={series} />}
        />
        <EndLabels scale={scale} series={series} />
      </div>
    </>
  );
};

const LineChoice = ({
  trend,
  series,
  onToggle,
}: {
  trend: Trend;
  series: readonly DrawnSeries[];
  onToggle: (key: string) => void;
}) => (
  <fieldset className="flex flex-wrap gap-1.5 px-4 pb-3">
    <legend className="sr-only">Small steps to draw, {maxLines} at most</legend>
    {trend.series.map(({ key, name, tier }) => {
      const colour = series.find((one) => one.key === key)?.colour;
      return tier === "macro" ? (
        <span key={key} className="inline-flex h-7 items-center gap-1.5 pr-1 text-sm">
          <Swatch colour={colour} />
          {name}
        </span>
      ) : (
        <button
          key={key}
          type="button"
          aria-pressed={colour !== undefined}
          onClick={() => onToggle(key)}
          className={cn(
            "inline-flex h-7 items-center gap-1.5 rounded-sm border px-2 text-sm hover:text-ink",
            colour === undefined ? "text-muted" : "border-edge bg-sunken text-ink",
          )}
        >
          <Swatch colour={colour} />
          {name}
        </button>
      );
    })}
  </fieldset>
);

const Swatch = ({ colour }: { colour: string | undefined }) => (
  <span
    aria-hidden
    className={cn("h-0.5 w-3 shrink-0 rounded-full", colour === undefined && "bg-line")}
    style={{ background: colour }}
  />
);

/** Names and latest values where the lines end; the choice above serves where there is no room for them. */
const EndLabels = ({ scale, series }: { scale: TrendScale; series: readonly DrawnSeries[] }) => (
  <ul
    aria-hidden
    className="relative w-36 max-sm:hidden"
    style={{ height: trendBox.height - trendBox.top - trendBox.bottom, marginTop: trendBox.top }}
  >
    {scale.labels.map((label) => (
      <li
        key={label.key}
        className="absolute left-1 max-w-full -translate-y-1/2 text-xs leading-tight"
        style={{ top: `${label.top * 100}%` }}
      >
        <span className="flex items-center gap-1.5">
          <Swatch colour={series.find((one) => one.key === label.key)?.colour} />
          <span className="truncate font-medium">{label.name}</span>
        </span>
        <span className="pl-4.5 text-muted tabular-nums">{label.text}</span>
      </li>
    ))}
  </ul>
);
