import type { ProjectScope } from "@/db/scope";
import type { Job } from "@/lib/jobs/run-jobs";
import { sawWaiting } from "./checkpoint-lag";
import { lookForUnfolded } from "./compaction-due-store";
import { deleteReplacedRuns } from "./journeys-store";
import { retentionDaysOf } from "./retention-store";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

type Work = (scope: ProjectScope) => Promise<unknown>;

/** A project to which nothing happens is looked at this seldom: most are, and each look is a query. */
const idleMs = minuteMs;

const compactWhenDue = (compact: Work): Job["run"] => {
  const idleUntil = new Map<string, number>();
  return async (scope) => {
    const now = performance.now();
    if (now < (idleUntil.get(scope.projectId) ?? 0)) return;
    const { due, any, waitedMs } = await lookForUnfolded(scope);
    sawWaiting(scope.projectId, waitedMs);
    if (due) await compact(scope);
    if (any) idleUntil.delete(scope.projectId);
    else idleUntil.set(scope.projectId, now + idleMs);
  };
};

/**
 * What journeys need done in the background, for every project. The work itself is given, so that it is done off the
 * thread that takes events in: there `compact` is `compactUntilDone`, and `retain` is `applyRetention`.
 */
export const journeyJobs = ({ compact, retain }: { compact: Work; retain: Work }): readonly Job[] => [
  {
    name: "compact journeys",
    everyMs: 4_000,
    run: compactWhenDue(compact),
  },
  { name: "delete replaced journeys", everyMs: 5 * minuteMs, run: deleteReplacedRuns },
  {
    name: "retention",
    everyMs: hourMs,
    run: async (scope) => {
      if ((await retentionDaysOf(scope)) !== null) await retain(scope);
    },
  },
];
