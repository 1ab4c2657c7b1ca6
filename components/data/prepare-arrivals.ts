import { axisTicks, spreadIndexes } from "@/components/charts/axis-ticks";
import type { DataTable } from "@/components/charts/data-table";
import { formatCount } from "@/components/charts/format";
import { countCell, textCell } from "@/components/charts/table-cells";
import type { LedgerHour } from "@/lib/data-health/ledger-store";

/** What becomes of an event, in the order in which the bars are stacked. */
export const fates = ["accepted", "duplicate", "ignored", "rejected"] as const;
export type Fate = (typeof fates)[number];

export const fateWords: Record<Fate, string> = {
  accepted: "Accepted",
  duplicate: "Duplicates",
  ignored: "Ignored",
  rejected: "Rejected",
};

export type ArrivalHour = Record<Fate, number> & {
  /** The place on the axis. */
  at: number;
  received: number;
  /** Under the axis: "14:00", or the day where days are shown. */
  short: string;
  /** In the tooltip and the table: "Sun 22 Nov, 14:00". */
  long: string;
};

export type Arrivals = {
  hours: ArrivalHour[];
  sums: Record<Fate | "received", number>;
  /** The parts are the whole, in every hour. */
  addsUp: boolean;
  yTicks: number[];
  xTicks: number[];
  table: DataTable;
  /** The chart in words. */
  summary: string;
};

const hourMs = 3_600_000;

const sumOf = (hours: readonly LedgerHour[], key: Fate | "received"): number =>
  hours.reduce((sum, hour) => sum + hour[key], 0);

const addsUp = (hour: LedgerHour): boolean =>
  hour.received === fates.reduce((sum, fate) => sum + hour[fate], 0);

/** Every hour of the range with what was received in it, ready to be drawn. */
export const prepareArrivals = (
  ledger: readonly LedgerHour[],
  { from, to, timezone, now }: { from: number; to: number; timezone: string; now: number },
): Arrivals => {
  const known = new Map(ledger.map((hour) => [hour.at, hour]));
  const manyDays = to - from > 48 * hourMs;
  const format = (options: Intl.DateTimeFormatOptions) => {
    const { format } = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: timezone });
    return (ms: number) => format(new Date(ms));
  };
  const day = format({ day: "numeric", month: "short" });
  const time = format({ hour: "2-digit", minute: "2-digit" });
  const long = format({
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
  const starts = Array.from({ length: Math.round((to - from) / hourMs) }, (_, i) => from + i * hourMs);
  const hours = starts.map((start, at): ArrivalHour => {
    const { received = 0, accepted = 0, duplicate = 0, ignored = 0, rejected = 0 } = known.get(start) ?? {};
    return {
      ...{ at, received, accepted, duplicate, ignored, rejected },
      short: manyDays ? day(start) : time(start),
      long: `${long(start)}${start + hourMs > now ? ", still running" : ""}`,
    };
  });
  const newDays = hours.filter(({ at, short }) => at > 0 && short !== hours[at - 1]?.short);
  const marked = manyDays ? newDays : hours;
  const sums = {
    received: sumOf(ledger, "received"),
    accepted: sumOf(ledger, "accepted"),
    duplicate: sumOf(ledger, "duplicate"),
    ignored: sumOf(ledger, "ignored"),
    rejected: sumOf(ledger, "rejected"),
  };
  const busiest = hours.reduce((best, hour) => (hour.received > best.received ? hour : best), {
    received: 0,
    long: "",
  });
  return {
    hours,
    sums,
    addsUp: ledger.every(addsUp),
    yTicks: axisTicks(Math.max(4, busiest.received)),
    xTicks: spreadIndexes(marked.length, 5).flatMap((i) => marked[i]?.at ?? []),
    table: {
      columns: [
        { label: "Hour" },
        { label: "Received, events", numeric: true },
        ...fates.map((fate) => ({ label: fateWords[fate], numeric: true })),
      ],
      rows: hours.map((hour) => [
        textCell(hour.long),
        countCell(hour.received),
        ...fates.map((fate) => countCell(hour[fate])),
      ]),
    },
    summary:
      busiest.received === 0
        ? "Nothing was received in this time."
        : `Most events, ${formatCount(busiest.received)}, were received in the hour from ${busiest.long}.`,
  };
};
