import "server-only";
import { randomUUID } from "node:crypto";
import { and, asc, eq, sql } from "drizzle-orm";
import { goals } from "@/db/schema/goals";
import type { ProjectScope } from "@/db/scope";
import { withTenant } from "@/db/tenant";
import { AppError, missing } from "@/lib/errors";
import { type Goal, goalDefinition, stagesOf } from "./definition";

const stages: readonly string[] = [...stagesOf.micro, ...stagesOf.macro];

/** The project's goals along the way to the aim: by stage, then in the order they were made. */
export const listGoals = (scope: ProjectScope): Promise<Goal[]> =>
  withTenant(scope, async (tx) => {
    const rows = await tx
      .select({ definition: goals.definition })
      .from(goals)
      .where(eq(goals.projectId, scope.projectId))
      .orderBy(asc(goals.createdAt), asc(goals.key));
    return rows
      .map((row) => goalDefinition.parse(row.definition))
      .sort((a, b) => stages.indexOf(a.stage) - stages.indexOf(b.stage));
  });

/** Adds a goal; `conflict` when its key is taken. */
export const createGoal = (scope: ProjectScope, goal: Goal): Promise<Goal> =>
  withTenant(scope, async (tx) => {
    const added = await tx
      .insert(goals)
      .values({ id: randomUUID(), projectId: scope.projectId, key: goal.key, definition: goal })
      .onConflictDoNothing()
      .returning({ id: goals.id });
    if (added.length === 0)
      throw new AppError("conflict", `There is a goal with the key ${goal.key} already.`, "key");
    return goal;
  });

/** Creates or updates goals by key, all or none. Says of each what happened; an equal definition makes no version. */
export const saveGoals = (
  scope: ProjectScope,
  wanted: readonly Goal[],
): Promise<("created" | "updated" | "unchanged")[]> =>
  withTenant(scope, async (tx) => {
    const outcomes: ("created" | "updated" | "unchanged")[] = [];
    for (const goal of wanted) {
      const added = await tx
        .insert(goals)
        .values({ id: randomUUID(), projectId: scope.projectId, key: goal.key, definition: goal })
        .onConflictDoNothing()
        .returning({ id: goals.id });
      if (added.length > 0) {
        outcomes.push("created");
        continue;
      }
      const changed = await tx
        .update(goals)
        .set({ definition: goal, version: sql`${goals.version} + 1`, updatedAt: sql`now()` })
        .where(
          and(
            eq(goals.projectId, scope.projectId),
            eq(goals.key, goal.key),
            sql`${goals.definition} is distinct from ${JSON.stringify(goal)}::jsonb`,
          ),
        )
        .returning({ id: goals.id });
      outcomes.push(changed.length > 0 ? "updated" : "unchanged");
    }
    return outcomes;
  });

/** Removes a goal. Events are facts and stay; reports that name the goal say that it is gone. */
export const deleteGoal = (scope: ProjectScope, { key }: { key: string }): Promise<void> =>
  withTenant(scope, async (tx) => {
    const gone = await tx
      .delete(goals)
      .where(and(eq(goals.projectId, scope.projectId), eq(goals.key, key)))
      .returning({ id: goals.id });
    if (gone.length === 0) missing("goal");
  });
