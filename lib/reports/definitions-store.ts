import "server-only";
import type { ProjectScope } from "@/db/scope";
import { withTenant } from "@/db/tenant";
import { readAdjustments } from "@/lib/adjustments/store";
import { readFunnels } from "@/lib/funnels/store";
import type { Goal } from "@/lib/goals/definition";
import { alongTheWay, listGoals, readGoals } from "@/lib/goals/store";
import { readDeletedGoalKeys } from "@/lib/goals/versions-store";
import { hasCookielessVisitors } from "@/lib/journeys/cookieless-store";
import { readSegments } from "@/lib/segments/store";
import type { Project } from "@/lib/tenancy/definition";
import { readProjectIn } from "@/lib/tenancy/organisations-store";
import type { Definitions } from "./definitions";
import { resolveInstant } from "./range";
import type { AskedTime } from "./report-by-name";

const readGoalsAt = async (
  scope: ProjectScope,
  times: readonly AskedTime[],
  { timezone }: Project,
): Promise<Definitions["goalsAt"]> => {
  const byText = new Map(times.map(({ text, path }) => [text, path]));
  const read = async ([text, path]: [string, string]): Promise<[string, Goal[]]> => {
    const definedAt = resolveInstant(text, timezone, path);
    return [text, await listGoals(scope, { definedAt })];
  };
  return new Map(await Promise.all([...byText].map(read)));
};

/**
 * Reads a project's definitions in one round trip. `given` stands in for the stored goals; `definedAt` are the times of
 * which questions want older ones. Throws `invalid` for a text that is no time.
 */
export const readDefinitions = async (
  scope: ProjectScope,
  { given, definedAt }: { given: readonly Goal[] | undefined; definedAt: readonly AskedTime[] },
): Promise<Definitions> => {
  const [project, goals, deleted, segments, funnels, adjustments, hasCookieless] = await withTenant(
    scope,
    (tx) =>
      Promise.all([
        readProjectIn(tx, scope),
        given ?? readGoals(tx, scope),
        readDeletedGoalKeys(tx, scope),
        readSegments(tx, scope),
        readFunnels(tx, scope),
        readAdjustments(tx, scope),
        hasCookielessVisitors(tx, scope),
      ]),
  );
  return {
    project,
    goals: alongTheWay(goals),
    goalsAt: await readGoalsAt(scope, definedAt, project),
    deletedGoals: new Set(deleted),
    segments: new Map(segments.map(({ key, filter }) => [key, filter])),
    funnels: new Map(funnels.map((funnel) => [funnel.key, funnel])),
    rates: [],
    adjustments,
    hasCookieless,
  };
};
