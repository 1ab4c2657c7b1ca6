"use client";

import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { Spinner } from "@/components/ui/spinner";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import type { Goal } from "@/lib/goals/definition";
import { prepareTimeline, type TimelineSession } from "./prepare-timeline";
import { readJourney } from "./read-journey";
import { TimelineEvents } from "./timeline-events";

const failed = "The earlier sessions could not be read just now. Please try again.";

/** What a visitor did, the newest session first. Earlier ones come when they are asked for. */
export const Timeline = ({
  visitorId,
  slugs,
  goals,
  timezone,
  initial,
}: {
  visitorId: string;
  slugs: ProjectSlugs;
  goals: readonly Pick<Goal, "key" | "name" | "tier">[];
  timezone: string;
  initial: { sessions: TimelineSession[]; next: string | null };
}) => {
  const [{ sessions, next }, setRead] = useState(initial);
  const [showsAutomatic, setShowsAutomatic] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  const automatic = sessions.reduce((sum, session) => sum + session.automatic, 0);
  const more = () =>
    startTransition(async () => {
      const answer = await readJourney(slugs, { visitorId, cursor: next ?? undefined }).catch(() => null);
      if (answer?.ok) {
        setProblem(null);
        setRead({
          sessions: [...sessions, ...prepareTimeline(answer.data.sessions, goals, timezone)],
          next: answer.data.next,
        });
      } else setProblem(answer?.error.message ?? failed);
    });
  return (
    <section aria-label="Timeline" className="grid gap-4">
      {automatic > 0 ? (
        <div className="flex justify-end">
          <Button
            size="sm"
            variant="ghost"
            aria-pressed={showsAutomatic}
            onClick={() => setShowsAutomatic(!showsAutomatic)}
          >
            {showsAutomatic
              ? "Hide automatic events"
              : `Show ${automatic} automatic ${automatic === 1 ? "event" : "events"}`}
          </Button>
        </div>
      ) : null}
      <ol className="grid gap-4">
        {sessions.map((session, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: sessions are only added, at the end
          <li key={place}>
            <Session session={session} showsAutomatic={showsAutomatic} />
          </li>
        ))}
      </ol>
      {problem ? <Notice tone="bad">{problem}</Notice> : null}
      {next !== null ? (
        <div className="flex justify-center">
          <Button disabled={pending} onClick={more}>
            {pending ? <Spinner label="Reading earlier sessions" /> : null}
            {problem ? "Try again" : "Earlier sessions"}
          </Button>
        </div>
      ) : null}
    </section>
  );
};

const Session = ({ session, showsAutomatic }: { session: TimelineSession; showsAutomatic: boolean }) => (
  <Panel aria-label={`${session.title}, ${session.date}`}>
    <header className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 border-b px-4 py-2.5">
      <h2 className="font-medium">{session.title}</h2>
      <p className="text-muted text-sm tabular-nums">
        {session.date}, {session.start}
        {session.duration ? ` · ${session.duration}` : ""}
      </p>
      <p className="text-muted text-sm">{session.from}</p>
      {session.landing ? (
        <p className="min-w-0 break-all text-muted text-sm">
          Landed on <span className="font-mono text-xs">{session.landing}</span>
        </p>
      ) : null}
    </header>
    <TimelineEvents session={session} showsAutomatic={showsAutomatic} />
  </Panel>
);
