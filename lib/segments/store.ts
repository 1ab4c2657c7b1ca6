import "server-only";
import { and, asc, eq, sql } from "drizzle-orm";
import { lockDefinitions } from "@/db/lock-definitions";
import { funnels } from "@/db/schema/funnels";
import { segments } from "@/db/schema/segments";
import type { ProjectScope } from "@/db/scope";
import { type Tx, withTenant } from "@/db/tenant";
import { AppError, missing } from "@/lib/errors";
import { readGoals } from "@/lib/goals/store";
import { segmentFilter } from "@/lib/matching/definition";
import { checkSegment, segmentsNamed } from "./check-segment";
import { type Segment, segmentDefinition } from "./definition";

/** The saved segments, oldest first; for stores that check what names them. */
export const readSegments = async (tx: Tx, { projectId }: ProjectScope): Promise<Segment[]> => {
  const rows = await tx
    .select({ definition: segments.definition })
    .from(segments)
    .where(eq(segments.projectId, projectId))
    .orderBy(asc(segments.createdAt), asc(segments.key));
  return rows.map(({ definition }) => segmentDefinition.parse(definition));
};

/** Changes segments one transaction after the other; `stored` are those that are there. */
const change = <T>(
  scope: ProjectScope,
  run: (tx: Tx, stored: readonly Segment[]) => Promise<T>,
): Promise<T> =>
  withTenant(scope, async (tx) => {
    await lockDefinitions(tx, scope);
    return await run(tx, await readSegments(tx, scope));
  });

const ofKey = ({ projectId }: ProjectScope, key: string) =>
  and(eq(segments.projectId, projectId), eq(segments.key, key));

/** The project's saved segments, oldest first. */
export const listSegments = (scope: ProjectScope): Promise<Segment[]> =>
  withTenant(scope, (tx) => readSegments(tx, scope));

/** Adds a segment; `conflict` when its key is taken, `invalid` with the place when its filter cannot be used. */
export const createSegment = (scope: ProjectScope, segment: Segment): Promise<Segment> =>
  change(scope, async (tx, stored) => {
    if (stored.some(({ key }) => key === segment.key))
      throw new AppError("conflict", `There is a segment with the key ${segment.key} already.`, "key");
    checkSegment(segment, { goals: await readGoals(tx, scope), segments: [...stored, segment] });
    await tx.insert(segments).values({ projectId: scope.projectId, key: segment.key, definition: segment });
    return segment;
  });

/** Changes a segment: `merge` makes the new definition of the stored one. `invalid` when its filter cannot be used. */
export const changeSegment = (
  scope: ProjectScope,
  { key, merge }: { key: string; merge: (stored: Segment) => Segment },
): Promise<Segment> =>
  change(scope, async (tx, stored) => {
    const segment = merge(stored.find((one) => one.key === key) ?? missing("segment"));
    const others = stored.filter((one) => one.key !== key);
    checkSegment(segment, { goals: await readGoals(tx, scope), segments: [...others, segment] });
    await tx.update(segments).set({ definition: segment, updatedAt: sql`now()` }).where(ofKey(scope, key));
    return segment;
  });

/** The names of the saved funnels whose question names this segment. */
const funnelsNaming = async (tx: Tx, { projectId }: ProjectScope, key: string): Promise<string[]> => {
  const filter = sql`${funnels.definition} #> '{question,segment}'`;
  const rows = await tx
    .select({ name: sql<string>`${funnels.definition} ->> 'name'`, filter })
    .from(funnels)
    .where(and(eq(funnels.projectId, projectId), sql`${filter} is not null`));
  return rows
    .filter((row) => segmentsNamed(segmentFilter.parse(row.filter)).includes(key))
    .map(({ name }) => name);
};

/** Removes a segment; `conflict` while another segment or a saved funnel names it. */
export const deleteSegment = (scope: ProjectScope, { key }: { key: string }): Promise<void> =>
  change(scope, async (tx, stored) => {
    if (!stored.some((one) => one.key === key)) missing("segment");
    const user = stored.find((one) => segmentsNamed(one.filter).includes(key));
    const [funnel] = await funnelsNaming(tx, scope, key);
    const used = user ? `segment ${user.name}` : funnel === undefined ? undefined : `funnel ${funnel}`;
    if (used)
      throw new AppError("conflict", `The ${used} builds on this segment. Change that one first.`, "key");
    await tx.delete(segments).where(ofKey(scope, key));
  });
