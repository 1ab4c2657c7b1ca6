import { mintProjectScope, type ProjectScope } from "@/db/scope";
import { findOrganisationOfProject } from "@/db/unscoped";
import { AppError } from "@/lib/errors";

/** The door for the command line: whoever runs it holds the database's credentials already. */
export const projectScopeForCommandLine = async (projectId: string): Promise<ProjectScope> => {
  const orgId = /^[0-9a-f-]{36}$/i.test(projectId) ? await findOrganisationOfProject(projectId) : undefined;
  if (!orgId) throw new AppError("not_found", `There is no project with the id ${projectId}.`, "project");
  return mintProjectScope(orgId, projectId);
};
