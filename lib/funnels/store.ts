import "server-only";
import { and, asc, eq, sql } from "drizzle-orm";
import { lockDefinitions } from "@/db/lock-definitions";
import { funnels } from "@/db/schema/funnels";
import type { ProjectScope } from "@/db/scope";
import { type Tx, withTenant } from "@/db/tenant";
import { AppError, missing } from "@/lib/errors";
import { readGoals } from "@/lib/goals/store";
import { readSegments } from "@/lib/segments/store";
import { checkSavedFunnel } from "./check-saved-funnel";
import { funnelDefinition, type SavedFunnel } from "./definition";

const readFunnels = async (tx: Tx, { projectId }: ProjectScope): Promise<SavedFunnel[]> => {
  const rows = await tx
    .select({ definition: funnels.definition })
    .from(funnels)
    .where(eq(funnels.projectId, projectId))
    .orderBy(asc(funnels.createdAt), asc(funnels.key));
  return rows.map(({ definition }) => funnelDefinition.parse(definition));
};

const check = async (tx: Tx, scope: ProjectScope, funnel: SavedFunnel): Promise<void> =>
  checkSavedFunnel(funnel, { goals: await readGoals(tx, scope), segments: await readSegments(tx, scope) });

const ofKey = ({ projectId }: ProjectScope, key: string) =>
  and(eq(funnels.projectId, projectId), eq(funnels.key, key));

/** The project's saved funnels, oldest first. */
export const listFunnels = (scope: ProjectScope): Promise<SavedFunnel[]> =>
  withTenant(scope, (tx) => readFunnels(tx, scope));

/** Adds a funnel; `conflict` when its key is taken, `invalid` with the place when its question cannot be asked. */
export const createFunnel = (scope: ProjectScope, funnel: SavedFunnel): Promise<SavedFunnel> =>
  withTenant(scope, async (tx) => {
    await lockDefinitions(tx, scope);
    await check(tx, scope, funnel);
    const added = await tx
      .insert(funnels)
      .values({ projectId: scope.projectId, key: funnel.key, definition: funnel })
      .onConflictDoNothing()
      .returning({ key: funnels.key });
    if (added.length === 0)
      throw new AppError("conflict", `There is a funnel with the key ${funnel.key} already.`, "key");
    return funnel;
  });

/** Changes a funnel: `merge` makes the new definition of the stored one. `invalid` when it cannot be asked. */
export const changeFunnel = (
  scope: ProjectScope,
  { key, merge }: { key: string; merge: (stored: SavedFunnel) => SavedFunnel },
): Promise<SavedFunnel> =>
  withTenant(scope, async (tx) => {
    await lockDefinitions(tx, scope);
    const stored = await readFunnels(tx, scope);
    const funnel = merge(stored.find((one) => one.key === key) ?? missing("funnel"));
    await check(tx, scope, funnel);
    await tx.update(funnels).set({ definition: funnel, updatedAt: sql`now()` }).where(ofKey(scope, key));
    return funnel;
  });

/** Removes a saved funnel. */
export const deleteFunnel = (scope: ProjectScope, { key }: { key: string }): Promise<void> =>
  withTenant(scope, async (tx) => {
    const gone = await tx.delete(funnels).where(ofKey(scope, key)).returning({ key: funnels.key });
    if (gone.length === 0) missing("funnel");
  });
