import { eq } from "drizzle-orm";
import { projects } from "./schema/projects";
import type { ProjectScope } from "./scope";
import type { Tx } from "./tenant";

/**
 * Goals, segments and funnels name each other, so one change at a time is made to those of a project: what was checked
 * still holds when it is written. Adjustments are taken one transaction after the other as well. The lock ends with the
 * transaction; readers and events do not wait for it.
 */
export const lockDefinitions = async (tx: Tx, { projectId }: ProjectScope): Promise<void> => {
  await tx.select({ id: projects.id }).from(projects).where(eq(projects.id, projectId)).for("no key update");
};
