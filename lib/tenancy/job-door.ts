import { mintProjectScope, type ProjectScope } from "@/db/scope";
import { listProjectsForJobs } from "@/db/unscoped";

/** The door for background jobs, which do the same for every project: one scope each. */
export const projectScopesForJobs = async (): Promise<ProjectScope[]> =>
  (await listProjectsForJobs()).map(({ orgId, projectId }) => mintProjectScope(orgId, projectId));
