"use client";

import { Pause, Play } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Panel, PanelHeader } from "@/components/ui/panel";
import type { Arrival } from "@/lib/data-health/stream-store";
import { ArrivalRow } from "./arrival-row";
import { useArrivals } from "./use-arrivals";

/** The newest events as they come in, rejected ones in their place. */
export const LiveStream = ({
  base,
  start,
  timezone,
}: {
  base: string;
  start: Arrival[];
  timezone: string;
}) => {
  const [paused, setPaused] = useState(false);
  const { arrivals, fresh, lost, said } = useArrivals(`${base}/data/stream`, start, paused);
  const time = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone: timezone });
  const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: timezone });
  return (
    <Panel aria-label="Live stream">
      <PanelHeader
        title={
          <span className="flex items-center gap-2">
            Live stream
            <span
              aria-hidden
              className={cn("size-2 rounded-full", paused || lost ? "bg-open" : "animate-pulse bg-good")}
            />
          </span>
        }
        subtitle={
          lost
            ? "The connection is lost or your session has ended; reload the page to go on."
            : paused
              ? "Paused: what comes in meanwhile shows when you go on."
              : "The newest events, as they come in."
        }
        actions={
          <Button size="sm" onClick={() => setPaused(!paused)}>
            {paused ? <Play aria-hidden /> : <Pause aria-hidden />}
            {paused ? "Go on" : "Pause"}
          </Button>
        }
      />
      <p role="status" className="sr-only">
        {said}
      </p>
      {arrivals.length === 0 ? (
        <p className="border-t px-4 py-6 text-center text-muted text-sm">Nothing has arrived yet.</p>
      ) : (
        <section
          aria-label="Newest events"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable with the keyboard
          tabIndex={0}
          className="relative max-h-[420px] overflow-y-auto border-t -outline-offset-2"
        >
          <ol>
            {arrivals.map((arrival) => (
              <ArrivalRow
                key={arrival.id}
                arrival={arrival}
                isNew={fresh.has(arrival.id)}
                time={time.format(new Date(arrival.receivedAt))}
                day={day.format(new Date(arrival.receivedAt))}
              />
            ))}
          </ol>
        </section>
      )}
    </Panel>
  );
};
