import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import type { Arrival } from "@/lib/data-health/stream-store";
import { reasonId } from "./reason-id";
import { reasonWords } from "./reason-words";

const Chips = ({ arrival }: { arrival: Arrival }) => {
  if (arrival.outcome === "rejected")
    return (
      <>
        <Badge tone="bad">{arrival.replayed ? "Rejected, sent again since" : "Rejected"}</Badge>
        <a href={`#${reasonId(arrival.code)}`} className="underline underline-offset-2">
          {reasonWords("rejected", arrival.code).title}
        </a>
      </>
    );
  const { bot, passive, device, country, flags } = arrival;
  return (
    <>
      {bot ? <Badge title="Stored, and left out of reports.">Bot</Badge> : null}
      {passive ? <Badge title="Sent by a server; it makes no visit.">No visit</Badge> : null}
      {[device, country].map((one) => (one ? <Badge key={one}>{one}</Badge> : null))}
      {flags.map((flag) => (
        <Badge key={flag} title={reasonWords("flagged", flag).meaning}>
          {reasonWords("flagged", flag).title}
        </Badge>
      ))}
    </>
  );
};

const VisitorNumber = ({ arrival }: { arrival: Arrival }) =>
  arrival.outcome === "stored" ? (
    <span className="whitespace-nowrap text-muted tabular-nums">
      <span className="sr-only">Visitor </span>#{arrival.visitorNo}
    </span>
  ) : null;

/** One event of the stream: when, what, who, and what is special about it. */
export const ArrivalRow = ({
  arrival,
  isNew,
  time,
  day,
}: {
  arrival: Arrival;
  isNew: boolean;
  time: string;
  day: string;
}) => (
  <li
    className={cn(
      "grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-3 gap-y-1 border-b px-4 py-1.5 text-sm last:border-b-0",
      "md:grid-cols-[7.5rem_minmax(0,1.4fr)_5.5rem_minmax(0,2fr)]",
      isNew && "animate-appear",
    )}
  >
    <span className="whitespace-nowrap text-muted tabular-nums">
      <span className="text-subtle max-md:hidden">{day} </span>
      {time}
    </span>
    <span className="min-w-0 truncate">
      <span className="font-medium">{arrival.name ?? "No name"}</span>
      {arrival.outcome === "stored" && arrival.path ? (
        <span className="text-subtle"> {arrival.path}</span>
      ) : null}
    </span>
    <span className="max-md:hidden">
      <VisitorNumber arrival={arrival} />
    </span>
    <span className="flex min-w-0 flex-wrap items-center gap-1.5 max-md:col-start-2 max-md:text-xs">
      <span className="md:hidden">
        <VisitorNumber arrival={arrival} />
      </span>
      <Chips arrival={arrival} />
    </span>
  </li>
);
