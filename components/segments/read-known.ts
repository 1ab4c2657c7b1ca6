import "server-only";
import { readKnown as readArrived } from "@/components/goals/read-known";
import type { ProjectAccess } from "@/lib/auth/authorize";
import { lastDays } from "@/lib/calendar/last-days";
import { clock } from "@/lib/clock";
import { listGoals } from "@/lib/goals/store";
import { listSegments } from "@/lib/segments/store";
import type { Known } from "./known";

const days = 28;

/** What the editor offers; without the segment that is edited, which cannot build on itself. */
export const readKnown = async (
  { scope, project }: Pick<ProjectAccess, "scope" | "project">,
  edited: string | null,
): Promise<Known> => {
  const [arrived, goals, segments] = await Promise.all([
    readArrived(scope),
    listGoals(scope),
    listSegments(scope),
  ]);
  const { from, to } = lastDays(days, clock.now(), project.timezone);
  return {
    ...arrived,
    goals: goals.map(({ key, name }) => ({ key, name })),
    segments: segments.filter(({ key }) => key !== edited).map(({ key, name }) => ({ key, name })),
    range: { from: new Date(from).toISOString(), to: new Date(to).toISOString() },
  };
};
