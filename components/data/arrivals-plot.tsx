"use client";

import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from "recharts";
import { formatCount } from "@/components/charts/format";
import { LivePlot } from "@/components/charts/live-plot";
import type { Reached } from "@/components/charts/still-until-reached";
import { arrivalsBox, barGap, fateColours, formatTick } from "./arrivals-looks";
import { type ArrivalHour, type Arrivals, fates, fateWords } from "./prepare-arrivals";

const tick = { fill: "var(--subtle)", fontSize: 12 };

/** The bars to be read hour by hour, with pointer or arrow keys. */
export const ArrivalsPlot = ({
  arrivals,
  width,
  takesFocus,
}: {
  arrivals: Arrivals;
} & Reached) => {
  const { height, top, right, bottom, left } = arrivalsBox;
  return (
    <LivePlot width={width} takesFocus={takesFocus} height={height}>
      <BarChart
        data={arrivals.hours}
        margin={{ top, right, bottom: 0, left: 0 }}
        barCategoryGap={`${(barGap * 100) / 2}%`}
        title="Events received each hour. Arrow keys walk along the hours."
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="at"
          ticks={arrivals.xTicks}
          tickFormatter={(at: number) => arrivals.hours[at]?.short ?? ""}
          height={bottom}
          tickLine={false}
          axisLine={{ stroke: "var(--line)" }}
          tick={tick}
          interval={0}
        />
        <YAxis
          width={left}
          ticks={arrivals.yTicks}
          domain={[0, arrivals.yTicks.at(-1) || 1]}
          tickFormatter={formatTick}
          tickLine={false}
          axisLine={false}
          tick={tick}
        />
        <Tooltip
          cursor={{ fill: "var(--hover)" }}
          isAnimationActive={false}
          content={({ active, label }) => {
            const hour = active && typeof label === "number" ? arrivals.hours[label] : undefined;
            return hour ? <HourNote hour={hour} /> : null;
          }}
        />
        {fates.map((fate) => (
          <Bar
            key={fate}
            dataKey={fate}
            stackId="events"
            fill={fateColours[fate]}
            isAnimationActive={false}
          />
        ))}
      </BarChart>
    </LivePlot>
  );
};

const HourNote = ({ hour }: { hour: ArrivalHour }) => (
  <div className="rounded-sm border bg-raised px-2.5 py-2 text-xs shadow-lift">
    <p className="mb-1 text-muted">{hour.long}</p>
    <ul className="space-y-0.5">
      {fates.toReversed().map((fate) => (
        <li key={fate} className="flex items-center gap-1.5">
          <span className="size-2 rounded-xs" style={{ background: fateColours[fate] }} />
          <span>{fateWords[fate]}</span>
          <span className="ml-auto pl-3 font-medium tabular-nums">{formatCount(hour[fate])}</span>
        </li>
      ))}
      <li className="flex border-t pt-0.5">
        <span>Received</span>
        <span className="ml-auto pl-3 font-medium tabular-nums">{formatCount(hour.received)}</span>
      </li>
    </ul>
  </div>
);
