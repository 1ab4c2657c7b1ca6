import "server-only";
import type { ProjectAccess } from "@/lib/auth/authorize";
import { lastDays } from "@/lib/calendar/last-days";
import { clock } from "@/lib/clock";
import { isAppError } from "@/lib/errors";
import { ask } from "@/lib/reports/engine";
import type { GoalHealth, Traffic } from "@/lib/reports/health/definition";

const days = 28;
const goalsAtOnce = 64;

/** The health of goals by key, and of the traffic they stand on; `at` is when it was looked at, ms since 1970. */
export type KnownHealth = { goals: ReadonlyMap<string, GoalHealth>; traffic: Traffic; at: number };

/** How the project's goals were in the last 28 days; `null` without goals, and when the answer takes too long. */
export const readGoalHealth = async (
  { scope, project }: ProjectAccess,
  keys: readonly string[],
): Promise<KnownHealth | null> => {
  const at = clock.now();
  const { from, to } = lastDays(days, at, project.timezone);
  const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  const goals = new Map<string, GoalHealth>();
  let traffic: Traffic | undefined;
  try {
    for (let k = 0; k < keys.length; k += goalsAtOnce) {
      const some = keys.slice(k, k + goalsAtOnce);
      const answer = await ask(scope, { report: "health", question: { ...range, goals: some } });
      traffic ??= answer.traffic;
      for (const goal of answer.goals) goals.set(goal.key, goal);
    }
  } catch (error) {
    // The list is worth showing without it.
    if (isAppError(error)) return null;
    throw error;
  }
  return traffic ? { goals, traffic, at } : null;
};
