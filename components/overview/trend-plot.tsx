"use client";

import { Area, CartesianGrid, ComposedChart, Line, ReferenceArea, Tooltip, XAxis, YAxis } from "recharts";
import { formatPercent } from "@/components/charts/format";
import { LivePlot } from "@/components/charts/live-plot";
import type { Reached } from "@/components/charts/still-until-reached";
import type { Trend } from "./prepare-trend";
import type { DrawnSeries } from "./trend-looks";
import { runningKey, type TrendScale, trendBox } from "./trend-scale";

const marks = { isAnimationActive: false, type: "linear", connectNulls: false } as const;
const tick = { fill: "var(--subtle)", fontSize: 12 };

/** The trend to be read point by point, with pointer or arrow keys. */
export const TrendPlot = ({
  trend,
  scale,
  series,
  width,
  takesFocus,
}: {
  trend: Trend;
  scale: TrendScale;
  series: readonly DrawnSeries[];
} & Reached) => (
  <LivePlot width={width} takesFocus={takesFocus} height={trendBox.height}>
    <ComposedChart
      data={scale.rows}
      margin={{ top: trendBox.top, right: trendBox.right, bottom: 0, left: 0 }}
      title="Rates over time. Arrow keys walk along the points."
    >
      {scale.weekends.map(({ from, to }) => (
        <ReferenceArea
          key={from}
          x1={from}
          x2={to}
          fill="var(--hover)"
          fillOpacity={0.55}
          ifOverflow="hidden"
        />
      ))}
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis
        dataKey="at"
        type="number"
        domain={[0, Math.max(1, scale.rows.length - 1)]}
        ticks={scale.xTicks}
        tickFormatter={(at: number) => trend.points[at]?.short ?? ""}
        height={trendBox.bottom}
        tickLine={false}
        axisLine={{ stroke: "var(--line)" }}
        tick={tick}
        interval={0}
      />
      <YAxis
        width={trendBox.left}
        ticks={scale.yTicks}
        domain={[0, scale.yTicks.at(-1) || 1]}
        tickFormatter={(rate: number) => formatPercent(rate)}
        tickLine={false}
        axisLine={false}
        tick={tick}
      />
      <Tooltip
        cursor={{ stroke: "var(--control)" }}
        isAnimationActive={false}
        content={({ active, label }) =>
          active && typeof label === "number" ? <PointNote trend={trend} at={label} series={series} /> : null
        }
      />
      {series.map(({ key, tier, colour }) =>
        tier === "macro" ? (
          <Area
            key={key}
            {...marks}
            dataKey={key}
            stroke={colour}
            strokeWidth={2}
            fill={colour}
            fillOpacity={0.14}
          />
        ) : (
          <Line key={key} {...marks} dataKey={key} stroke={colour} strokeWidth={1.75} dot={false} />
        ),
      )}
      {series.map(({ key, colour }) => (
        <Line
          key={runningKey(key)}
          {...marks}
          dataKey={runningKey(key)}
          stroke={colour}
          strokeWidth={1.75}
          strokeDasharray="3 4"
          dot={false}
          activeDot={false}
        />
      ))}
    </ComposedChart>
  </LivePlot>
);

const PointNote = ({ trend, at, series }: { trend: Trend; at: number; series: readonly DrawnSeries[] }) => {
  const point = trend.points[at];
  return point ? (
    <div className="rounded-sm border bg-raised px-2.5 py-2 text-xs shadow-lift">
      <p className="mb-1 text-muted">{point.long}</p>
      <ul className="space-y-0.5">
        {series.map(({ key, name, colour }) => (
          <li key={key} className="flex items-center gap-1.5">
            <span className="h-0.5 w-2.5 rounded-full" style={{ background: colour }} />
            <span>{name}</span>
            <span className="ml-auto pl-3 font-medium tabular-nums">{point.values[key]?.text}</span>
          </li>
        ))}
      </ul>
    </div>
  ) : null;
};
