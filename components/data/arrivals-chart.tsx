"use client";

import { lazy, Suspense, type SyntheticEvent, useState } from "react";
import { arrivalsBox, barGap, fateColours } from "./arrivals-looks";
import { ArrivalsStill } from "./arrivals-still";
import type { Arrivals } from "./prepare-arrivals";

// The library weighs more than all the rest of the page: it comes when somebody reaches for the chart.
const ArrivalsPlot = lazy(() =>
  import("./arrivals-plot").then((module) => ({ default: module.ArrivalsPlot })),
);

/** What was received each hour, and what became of it. */
export const ArrivalsChart = ({ arrivals }: { arrivals: Arrivals }) => {
  const [reached, setReached] = useState<{ by: "pointer" | "focus"; width: number } | null>(null);
  const reach = (by: "pointer" | "focus") => (event: SyntheticEvent<HTMLElement>) =>
    setReached({ by, width: event.currentTarget.clientWidth });
  const still = <ArrivalsStill arrivals={arrivals} />;
  const plot =
    reached === null ? (
      <section
        aria-label="Events received each hour"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: reaching it with the keyboard makes it interactive
        tabIndex={0}
        onPointerEnter={reach("pointer")}
        onFocus={reach("focus")}
      >
        {still}
      </section>
    ) : (
      <Suspense fallback={still}>
        <ArrivalsPlot arrivals={arrivals} width={reached.width} takesFocus={reached.by === "focus"} />
      </Suspense>
    );
  return (
    <div className="relative">
      {plot}
      <RejectedMarks arrivals={arrivals} />
    </div>
  );
};

/** Under every hour with rejected events, however few among the many: a bar may hide them. */
const RejectedMarks = ({ arrivals: { hours } }: { arrivals: Arrivals }) => {
  const { left, right, bottom } = arrivalsBox;
  return (
    <div aria-hidden className="pointer-events-none absolute h-1" style={{ left, right, bottom: bottom - 4 }}>
      {hours.map(({ at, rejected }) =>
        rejected > 0 ? (
          <span
            key={at}
            className="absolute h-full min-w-0.5 rounded-xs"
            style={{
              left: `${((at + barGap / 2) / hours.length) * 100}%`,
              width: `${((1 - barGap) / hours.length) * 100}%`,
              background: fateColours.rejected,
            }}
          />
        ) : null,
      )}
    </div>
  );
};
