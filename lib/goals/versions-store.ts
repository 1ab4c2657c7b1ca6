import "server-only";
import { and, asc, eq, lte, sql } from "drizzle-orm";
import { goalVersions } from "@/db/schema/goal-versions";
import type { ProjectScope } from "@/db/scope";
import type { Tx } from "@/db/tenant";
import { type Goal, goalDefinition } from "./definition";

/** Remembers what a goal is from now on, null once it is gone; answers the version. Needs the lock on definitions. */
export const addGoalVersion = async (
  tx: Tx,
  { projectId }: ProjectScope,
  key: string,
  definition: Goal | null,
): Promise<number> => {
  const ofGoal = and(eq(goalVersions.projectId, projectId), eq(goalVersions.key, key));
  const [known] = await tx
    .select({ latest: sql<number>`coalesce(max(${goalVersions.version}), 0)` })
    .from(goalVersions)
    .where(ofGoal);
  const version = (known?.latest ?? 0) + 1;
  await tx.insert(goalVersions).values({ projectId, key, version, definition });
  return version;
};

/** The goals as they were defined at a time, ms since 1970, in the order they were first made. */
export const readGoalsAt = async (
  tx: Tx,
  { projectId }: ProjectScope,
  definedAt: number,
): Promise<Goal[]> => {
  const rows = await tx
    .select({ key: goalVersions.key, definition: goalVersions.definition })
    .from(goalVersions)
    .where(
      and(
        eq(goalVersions.projectId, projectId),
        lte(goalVersions.at, sql`${new Date(definedAt).toISOString()}::timestamptz`),
      ),
    )
    .orderBy(asc(goalVersions.at), asc(goalVersions.key), asc(goalVersions.version));
  const latest = new Map(rows.map(({ key, definition }) => [key, definition]));
  return [...latest.values()].flatMap((definition) =>
    definition === null ? [] : [goalDefinition.parse(definition)],
  );
};
