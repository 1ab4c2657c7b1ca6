"use client";

import { lazy } from "react";
import { StillUntilReached } from "@/components/charts/still-until-reached";
import type { DrawnSeries } from "@/components/overview/trend-looks";
import { trendScale } from "@/components/overview/trend-scale";
import { TrendStill } from "@/components/overview/trend-still";
import { type FunnelTrend as Picture, rateKey } from "./prepare-funnel-trend";

const TrendPlot = lazy(() =>
  import("@/components/overview/trend-plot").then((module) => ({ default: module.TrendPlot })),
);

const colours = { micro: "var(--micro)", macro: "var(--macro)", none: "var(--muted)" } as const;

/** The funnel's rate over time. */
export const FunnelTrend = ({ trend }: { trend: Picture }) => {
  const scale = trendScale(trend, [rateKey]);
  const series: DrawnSeries[] = trend.series.map((one) => ({
    ...one,
    colour: colours[trend.tier ?? "none"],
  }));
  return (
    <div className="px-4 pb-4">
      <StillUntilReached
        label="Rate over time"
        still={<TrendStill trend={trend} scale={scale} series={series} />}
        live={(reached) => <TrendPlot {...reached} trend={trend} scale={scale} series={series} />}
      />
    </div>
  );
};
