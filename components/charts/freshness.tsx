import type { Computed } from "@/lib/reports/definition";
import { formatCount } from "./format";

/** Up to when the answer is complete, and what it took. */
export const Freshness = ({ computed, timezone }: { computed: Computed; timezone: string }) =>
  computed.watermark === null ? null : (
    <p className="text-subtle text-xs tabular-nums">
      Includes everything received until {timeText(computed.watermark, timezone)} ({timezone}). Worked out
      from {formatCount(computed.events)} {computed.events === 1 ? "event" : "events"} in{" "}
      {Math.max(1, Math.round(computed.ms))} ms.
    </p>
  );

const timeText = (at: string, timeZone: string): string =>
  new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium", timeZone }).format(
    new Date(at),
  );
