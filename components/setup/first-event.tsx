"use client";

import Link from "next/link";
import { useEffect, useState } from "react";
import { formatDuration } from "@/components/charts/format";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { type LatestEvent, useLatestEvent } from "./use-latest-event";

/** Re-renders every second, and says what time it is. */
const useNow = (): number | null => {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
};

/** Waits for the first event and says when it is there. */
export const FirstEvent = ({ base, start }: { base: string; start: LatestEvent }) => {
  const { event, at, lost } = useLatestEvent(`${base}/setup/latest-event`, start);
  const now = useNow();
  const seconds = event && now !== null ? Math.max(0, Math.floor((event.ageMs + now - at) / 1000)) : null;
  return (
    <div className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
      <span
        aria-hidden
        className={cn("size-2.5 shrink-0 rounded-full", event ? "bg-good" : "animate-pulse bg-open")}
      />
      <p className="min-w-0 flex-1">
        <span role="status">
          {event ? (
            <>
              {start ? "Events are arriving. Last one:" : "First event received:"}{" "}
              <strong className="font-medium [overflow-wrap:anywhere]">{event.name}</strong>
            </>
          ) : (
            <strong className="font-medium">Waiting for your first event</strong>
          )}
        </span>
        {seconds === null ? null : (
          <span className="text-muted tabular-nums">, {formatDuration(seconds)} ago</span>
        )}
        {lost ? (
          <span className="block text-sm text-subtle">
            The connection is lost or your session has ended; reload the page to go on.
          </span>
        ) : event ? null : (
          <span className="block text-sm text-subtle">This page notices by itself, within seconds.</span>
        )}
      </p>
      {event ? (
        <Button variant={start ? "secondary" : "primary"} className="max-sm:w-full" asChild>
          <Link href={`${base}/overview`}>Open the overview</Link>
        </Button>
      ) : null}
    </div>
  );
};
