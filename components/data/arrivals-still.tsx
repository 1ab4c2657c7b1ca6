import { arrivalsBox, barGap, fateColours, formatTick } from "./arrivals-looks";
import { type ArrivalHour, type Arrivals, fates } from "./prepare-arrivals";

const Bar = ({ hour, yMax }: { hour: ArrivalHour; yMax: number }) => {
  let below = 0;
  return fates.map((fate) => {
    const count = hour[fate];
    if (count === 0) return null;
    below += count;
    return (
      <rect
        key={fate}
        x={hour.at + barGap / 2}
        width={1 - barGap}
        y={(1 - below / yMax) * 1000}
        height={(count / yMax) * 1000}
        fill={fateColours[fate]}
      />
    );
  });
};

/** The bars drawn at once and without the chart library; same box, scale and marks. */
export const ArrivalsStill = ({ arrivals }: { arrivals: Arrivals }) => {
  const { height, left, right, top, bottom } = arrivalsBox;
  const { hours, xTicks, yTicks } = arrivals;
  const yMax = yTicks.at(-1) || 1;
  return (
    <div aria-hidden className="relative text-subtle text-xs tabular-nums" style={{ height }}>
      <div className="absolute" style={{ left, right, top, bottom }}>
        <svg
          aria-hidden
          viewBox={`0 0 ${hours.length} 1000`}
          preserveAspectRatio="none"
          className="absolute inset-0 size-full overflow-visible"
        >
          {yTicks.map((tick) => (
            <path
              key={tick}
              d={`M0,${(1 - tick / yMax) * 1000} H${hours.length}`}
              className="stroke-line"
              vectorEffect="non-scaling-stroke"
            />
          ))}
          {hours.map((hour) => (
            <Bar key={hour.at} hour={hour} yMax={yMax} />
          ))}
        </svg>
        {yTicks.map((tick) => (
          <span
            key={tick}
            className="absolute -translate-y-1/2 whitespace-nowrap"
            style={{ right: "calc(100% + 8px)", top: `${(1 - tick / yMax) * 100}%` }}
          >
            {formatTick(tick)}
          </span>
        ))}
        {xTicks.map((at) => (
          <span
            key={at}
            className="absolute top-full -translate-x-1/2 whitespace-nowrap pt-2"
            style={{ left: `${((at + 0.5) / hours.length) * 100}%` }}
          >
            {hours[at]?.short}
          </span>
        ))}
      </div>
    </div>
  );
};
