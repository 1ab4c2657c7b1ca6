"use client";

import { lazy } from "react";
import { StillUntilReached } from "@/components/charts/still-until-reached";
import { arrivalsBox, barGap, fateColours } from "./arrivals-looks";
import { ArrivalsStill } from "./arrivals-still";
import type { Arrivals } from "./prepare-arrivals";

const ArrivalsPlot = lazy(() =>
  import("./arrivals-plot").then((module) => ({ default: module.ArrivalsPlot })),
);

/** What was received each hour, and what became of it. */
export const ArrivalsChart = ({ arrivals }: { arrivals: Arrivals }) => {
  return (
    <div className="relative">
      <StillUntilReached
        label="Events received each hour"
        still={<ArrivalsStill arrivals={arrivals} />}
        live={(reached) => <ArrivalsPlot {...reached} arrivals={arrivals} />}
      />
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
