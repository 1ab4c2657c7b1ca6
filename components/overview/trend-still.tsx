import { formatPercent } from "@/components/charts/format";
import { linePath } from "@/components/charts/line-path";
import type { Trend } from "./prepare-trend";
import type { DrawnSeries } from "./trend-looks";
import type { TrendRow, TrendScale } from "./trend-scale";
import { runningKey, trendBox } from "./trend-scale";

/** The trend as a still picture, at once and without the chart library; same box, scale and marks. */
export const TrendStill = ({
  trend,
  scale,
  series,
}: {
  trend: Trend;
  scale: TrendScale;
  series: readonly DrawnSeries[];
}) => {
  const { height, left, right, top, bottom } = trendBox;
  const last = Math.max(1, scale.rows.length - 1);
  const yMax = scale.yTicks.at(-1) || 1;
  const place = { x: (i: number) => (i / last) * 1000, y: (rate: number) => (1 - rate / yMax) * 1000 };
  const values = (key: string) => scale.rows.map((row: TrendRow) => row[key] ?? null);
  return (
    <div aria-hidden className="relative text-subtle text-xs tabular-nums" style={{ height }}>
      <div className="absolute" style={{ left, right, top, bottom }}>
        <svg
          aria-hidden
          viewBox="0 0 1000 1000"
          preserveAspectRatio="none"
          className="absolute inset-0 size-full overflow-hidden"
        >
          {scale.weekends.map(({ from, to }) => (
            <rect
              key={from}
              x={place.x(from)}
              width={place.x(to) - place.x(from)}
              height={1000}
              className="fill-hover/55"
            />
          ))}
        </svg>
        <svg
          aria-hidden
          viewBox="0 0 1000 1000"
          preserveAspectRatio="none"
          className="absolute inset-0 size-full overflow-visible"
        >
          {scale.yTicks.map((tick) => (
            <path
              key={tick}
              d={`M0,${place.y(tick)} H1000`}
              className="stroke-line"
              vectorEffect="non-scaling-stroke"
            />
          ))}
          {series.map(({ key, tier, colour }) => (
            <g key={key} stroke={colour} fill="none" strokeWidth={tier === "macro" ? 2 : 1.75}>
              {tier === "macro" ? (
                <path d={linePath(values(key), place, 1000)} fill={colour} fillOpacity={0.14} stroke="none" />
              ) : null}
              <path d={linePath(values(key), place)} vectorEffect="non-scaling-stroke" />
              <path
                d={linePath(values(runningKey(key)), place)}
                strokeDasharray="3 4"
                vectorEffect="non-scaling-stroke"
              />
            </g>
          ))}
        </svg>
        {scale.yTicks.map((tick) => (
          <span
            key={tick}
            className="absolute -translate-y-1/2 whitespace-nowrap"
            style={{ right: "calc(100% + 8px)", top: `${place.y(tick) / 10}%` }}
          >
            {formatPercent(tick)}
          </span>
        ))}
        {scale.xTicks.map((at) => (
          <span
            key={at}
            className="absolute top-full -translate-x-1/2 whitespace-nowrap pt-2"
            style={{ left: `${place.x(at) / 10}%` }}
          >
            {trend.points[at]?.short}
          </span>
        ))}
      </div>
    </div>
  );
};
