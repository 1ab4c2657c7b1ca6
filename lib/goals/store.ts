import "server-only";
import { randomUUID } from "node:crypto";
import { and, asc, eq, sql } from "drizzle-orm";
import { goals } from "@/db/schema/goals";
import type { ProjectScope } from "@/db/scope";
import { type Tx, withTenant } from "@/db/tenant";
import { AppError, missing } from "@/lib/errors";
import { checkGoal, usersOf, withGoals } from "./check-goal";
import { type Goal, goalDefinition, stagesOf } from "./definition";

const stages: readonly string[] = [...stagesOf.micro, ...stagesOf.macro];

const readGoals = async (tx: Tx, { projectId }: ProjectScope): Promise<Goal[]> => {
  const rows = await tx
    .select({ definition: goals.definition })
    .from(goals)
    .where(eq(goals.projectId, projectId))
    .orderBy(asc(goals.createdAt), asc(goals.key));
  return rows
    .map((row) => goalDefinition.parse(row.definition))
    .sort((a, b) => stages.indexOf(a.stage) - stages.indexOf(b.stage));
};

/** Adds the goal unless its key is taken; answers whether it did. Goals made together keep their order. */
const insertGoal = async (tx: Tx, { projectId }: ProjectScope, goal: Goal): Promise<boolean> => {
  const added = await tx
    .insert(goals)
    .values({
      id: randomUUID(),
      projectId,
      key: goal.key,
      definition: goal,
      createdAt: sql`clock_timestamp()`,
    })
    .onConflictDoNothing()
    .returning({ id: goals.id });
  return added.length > 0;
};

/** The project's goals along the way to the aim: by stage, then in the order they were made. */
export const listGoals = (scope: ProjectScope): Promise<Goal[]> =>
  withTenant(scope, (tx) => readGoals(tx, scope));

/** Adds a goal; `conflict` when its key is taken, `invalid` when its rule cannot be used. */
export const createGoal = (scope: ProjectScope, goal: Goal): Promise<Goal> =>
  withTenant(scope, async (tx) => {
    checkGoal(goal, withGoals(await readGoals(tx, scope), [goal]));
    if (!(await insertGoal(tx, scope, goal)))
      throw new AppError("conflict", `There is a goal with the key ${goal.key} already.`, "key");
    return goal;
  });

/**
 * Creates or updates goals by key, all or none. Says of each what happened; an equal definition makes no version.
 * `invalid` with the place in the list when a rule cannot be used.
 */
export const saveGoals = (
  scope: ProjectScope,
  wanted: readonly Goal[],
): Promise<("created" | "updated" | "unchanged")[]> =>
  withTenant(scope, async (tx) => {
    const all = withGoals(await readGoals(tx, scope), wanted);
    for (const [i, goal] of wanted.entries()) checkGoal(goal, all, `${i}.match`);
    const outcomes: ("created" | "updated" | "unchanged")[] = [];
    for (const goal of wanted) {
      if (await insertGoal(tx, scope, goal)) {
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

/** Removes a goal; events are facts and stay. `conflict` while the rule of another goal names it. */
export const deleteGoal = (scope: ProjectScope, { key }: { key: string }): Promise<void> =>
  withTenant(scope, async (tx) => {
    const [user] = usersOf(key, await readGoals(tx, scope));
    if (user)
      throw new AppError(
        "conflict",
        `The goal ${user.name} builds on this one. Change that one first.`,
        "key",
      );
    const gone = await tx
      .delete(goals)
      .where(and(eq(goals.projectId, scope.projectId), eq(goals.key, key)))
      .returning({ id: goals.id });
    if (gone.length === 0) missing("goal");
  });
