import "server-only";
import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { and, asc, eq, sql } from "drizzle-orm";
import { lockDefinitions } from "@/db/lock-definitions";
import { goals } from "@/db/schema/goals";
import type { ProjectScope } from "@/db/scope";
import { type Tx, withTenant } from "@/db/tenant";
import { AppError, missing } from "@/lib/errors";
import { checkGoal, usersOf, withGoals } from "./check-goal";
import { type Goal, goalDefinition, stagesOf } from "./definition";
import { addGoalVersion, readGoalsAt } from "./versions-store";

const stages: readonly string[] = [...stagesOf.micro, ...stagesOf.macro];
/** Goals along the way to the aim: by stage, else in their order. */
export const alongTheWay = (list: readonly Goal[]): Goal[] =>
  [...list].sort((a, b) => stages.indexOf(a.stage) - stages.indexOf(b.stage));

/** The goals as they stand now, in the order they were made; for stores that check what names them. */
export const readGoals = async (tx: Tx, { projectId }: ProjectScope): Promise<Goal[]> => {
  const rows = await tx
    .select({ definition: goals.definition })
    .from(goals)
    .where(eq(goals.projectId, projectId))
    .orderBy(asc(goals.createdAt), asc(goals.key));
  return rows.map((row) => goalDefinition.parse(row.definition));
};

/** Changes goals one transaction after the other; `stored` are those that are there. */
const change = <T>(scope: ProjectScope, run: (tx: Tx, stored: readonly Goal[]) => Promise<T>): Promise<T> =>
  withTenant(scope, async (tx) => {
    await lockDefinitions(tx, scope);
    return await run(tx, await readGoals(tx, scope));
  });

const insertGoal = async (tx: Tx, scope: ProjectScope, goal: Goal): Promise<void> => {
  const version = await addGoalVersion(tx, scope, goal.key, goal);
  await tx.insert(goals).values({
    id: randomUUID(),
    projectId: scope.projectId,
    key: goal.key,
    definition: goal,
    version,
    // Goals made together keep their order.
    createdAt: sql`clock_timestamp()`,
  });
};

const updateGoal = async (tx: Tx, scope: ProjectScope, goal: Goal): Promise<void> => {
  const version = await addGoalVersion(tx, scope, goal.key, goal);
  await tx
    .update(goals)
    .set({ definition: goal, version, updatedAt: sql`now()` })
    .where(and(eq(goals.projectId, scope.projectId), eq(goals.key, goal.key)));
};

/**
 * The project's goals along the way to the aim: by stage, then in the order they were made. With `definedAt` (ms since
 * 1970) as they were then: goals that came later are not there, those deleted since are.
 */
export const listGoals = (scope: ProjectScope, { definedAt }: { definedAt?: number } = {}): Promise<Goal[]> =>
  withTenant(scope, async (tx) =>
    alongTheWay(
      definedAt === undefined ? await readGoals(tx, scope) : await readGoalsAt(tx, scope, definedAt),
    ),
  );

/** Adds a goal; `conflict` when its key is taken, `invalid` when its rule cannot be used. */
export const createGoal = (scope: ProjectScope, goal: Goal): Promise<Goal> =>
  change(scope, async (tx, stored) => {
    checkGoal(goal, withGoals(stored, [goal]));
    if (stored.some(({ key }) => key === goal.key))
      throw new AppError("conflict", `There is a goal with the key ${goal.key} already.`, "key");
    await insertGoal(tx, scope, goal);
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
  change(scope, async (tx, stored) => {
    const all = withGoals(stored, wanted);
    for (const [i, goal] of wanted.entries()) checkGoal(goal, all, `${i}.match`);
    const known = new Map(stored.map((goal) => [goal.key, goal]));
    const outcomes: ("created" | "updated" | "unchanged")[] = [];
    for (const goal of wanted) {
      const before = known.get(goal.key);
      const outcome = !before ? "created" : isDeepStrictEqual(before, goal) ? "unchanged" : "updated";
      if (outcome === "created") await insertGoal(tx, scope, goal);
      if (outcome === "updated") await updateGoal(tx, scope, goal);
      known.set(goal.key, goal);
      outcomes.push(outcome);
    }
    return outcomes;
  });

/** Changes one goal: `merge` makes the new definition of the stored one. `invalid` when its rule cannot be used. */
export const changeGoal = (
  scope: ProjectScope,
  { key, merge }: { key: string; merge: (stored: Goal) => Goal },
): Promise<Goal> =>
  change(scope, async (tx, stored) => {
    const before = stored.find((goal) => goal.key === key) ?? missing("goal");
    const goal = merge(before);
    checkGoal(goal, withGoals(stored, [goal]));
    if (!isDeepStrictEqual(before, goal)) await updateGoal(tx, scope, goal);
    return goal;
  });

/** Removes a goal; events are facts and stay. `conflict` while the rule of another goal names it. */
export const deleteGoal = (scope: ProjectScope, { key }: { key: string }): Promise<void> =>
  change(scope, async (tx, stored) => {
    const [user] = usersOf(key, stored);
    if (user)
      throw new AppError(
        "conflict",
        `The goal ${user.name} builds on this one. Change that one first.`,
        "key",
      );
    if (!stored.some((goal) => goal.key === key)) missing("goal");
    await addGoalVersion(tx, scope, key, null);
    await tx.delete(goals).where(and(eq(goals.projectId, scope.projectId), eq(goals.key, key)));
  });
