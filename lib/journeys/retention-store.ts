import "server-only";
import { eq } from "drizzle-orm";
import { projects } from "@/db/schema/projects";
import type { ProjectScope } from "@/db/scope";
import { withTenant } from "@/db/tenant";

/** For how many days from receipt a project keeps its events; null for ever. */
export const retentionDaysOf = (scope: ProjectScope): Promise<number | null> =>
  withTenant(scope, async (tx) => {
    const [row] = await tx
      .select({ days: projects.retentionDays })
      .from(projects)
      .where(eq(projects.id, scope.projectId));
    return row?.days ?? null;
  });
