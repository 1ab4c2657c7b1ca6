"use client";

import { useEffect, useRef } from "react";
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { formatCount } from "@/components/charts/format";
import { arrivalsBox, barGap, fateColours, formatTick } from "./arrivals-looks";
import { type ArrivalHour, type Arrivals, fates, fateWords } from "./prepare-arrivals";

const tick = { fill: "var(--subtle)", fontSize: 12 };

/** The bars to be read hour by hour, with pointer or arrow keys. Only this file knows the chart library. */
export const ArrivalsPlot = ({
  arrivals,
  width,
  takesFocus,
}: {
  arrivals: Arrivals;
  /** Of its place, so that the first picture has the right size. */
  width: number;
  /** It stands in for a picture that had the focus. */
  takesFocus: boolean;
}) => {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (!takesFocus || !element) return;
    const focus = () => {
      const surface = element.querySelector<SVGElement>("svg[tabindex='0']");
      surface?.focus();
      if (surface) waiting.disconnect();
    };
    // The library draws only once it has measured its place.
    const waiting = new MutationObserver(focus);
    waiting.observe(element, { childList: true, subtree: true });
    focus();
    return () => waiting.disconnect();
  }, [takesFocus]);
  const { height, top, right, bottom, left } = arrivalsBox;
  return (
    <div ref={box}>
      <ResponsiveContainer width="100%" height={height} minWidth={0} initialDimension={{ width, height }}>
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
      </ResponsiveContainer>
    </div>
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
