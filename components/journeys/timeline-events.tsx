import { ChevronRight } from "lucide-react";
import { TierDot } from "@/components/goals/tier-dot";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import type { TimelineEvent, TimelineSession } from "./prepare-timeline";

/** The events of a session down a line, those that reached a goal marked in its tier's accent. */
export const TimelineEvents = ({
  session,
  showsAutomatic,
}: {
  session: TimelineSession;
  showsAutomatic: boolean;
}) => {
  const events = session.events.filter(({ automatic }) => showsAutomatic || !automatic);
  const hidden = session.events.length - events.length;
  return (
    <>
      <ol className="px-4 py-2">
        {events.map((event) => (
          <Event key={event.id} event={event} />
        ))}
      </ol>
      {hidden > 0 || session.more ? (
        <p className="border-t px-4 py-2 text-subtle text-xs tabular-nums">
          {hidden > 0 ? `${hidden} automatic ${hidden === 1 ? "event" : "events"} hidden. ` : ""}
          {session.more}
        </p>
      ) : null}
    </>
  );
};

const Event = ({ event }: { event: TimelineEvent }) => {
  const { goals, properties } = event;
  const tier = goals.find((goal) => goal.tier === "macro")?.tier ?? goals[0]?.tier ?? null;
  return (
    <li className="relative grid grid-cols-[4rem_0.75rem_minmax(0,1fr)] items-baseline gap-x-2.5 py-1.5 text-sm">
      <time dateTime={event.at} className="text-right text-subtle text-xs tabular-nums">
        {event.time}
      </time>
      <span aria-hidden className="relative grid h-full justify-items-center">
        <span className="absolute -inset-y-1.5 w-px bg-line" />
        <span className="relative mt-1 grid size-3 place-items-center rounded-full bg-surface">
          {tier ? <TierDot tier={tier} /> : <span className="size-1.5 rounded-full bg-open" />}
        </span>
      </span>
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
          <span className={cn(event.automatic ? "text-muted" : "font-medium")}>{event.name}</span>
          {goals.map(({ key, name, tier: tone, worth }) => (
            <Badge key={key} tone={tone}>
              <span className="sr-only">{tone} goal reached: </span>
              {name}
              {worth ? ` · ${worth}` : ""}
            </Badge>
          ))}
          {event.marks.map((mark) => (
            <Badge key={mark}>{mark}</Badge>
          ))}
          {event.page ? (
            <span className="min-w-0 break-all font-mono text-muted text-xs">{event.page}</span>
          ) : null}
        </p>
        {properties.length > 0 ? (
          <details className="group">
            <summary className="inline-flex min-h-6 list-none items-center gap-0.5 rounded-xs text-subtle text-xs hover:text-ink [&::-webkit-details-marker]:hidden">
              <ChevronRight aria-hidden className="size-3 transition-transform group-open:rotate-90" />
              {properties.length === 1 ? "1 property" : `${properties.length} properties`}
            </summary>
            <dl className="grid gap-x-4 gap-y-0.5 pb-1 pl-3.5 text-xs sm:grid-cols-[max-content_minmax(0,1fr)]">
              {properties.map(({ name, value }) => (
                <div key={name} className="contents">
                  <dt className="text-subtle">{name}</dt>
                  <dd className="break-all">{value}</dd>
                </div>
              ))}
            </dl>
          </details>
        ) : null}
      </div>
    </li>
  );
};
