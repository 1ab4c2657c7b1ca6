import { mintProjectScope, type ProjectScope } from "@/db/scope";
import { findOrganisationOfProject } from "@/db/unscoped";
import { AppError } from "@/lib/errors";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The door for the command line: whoever runs it holds the database's credentials already. */
export const projectScopeForCommandLine = async (projectId: string): Promise<ProjectScope> => {
  const id = projectId.toLowerCase();
  const orgId = uuid.test(id) ? await findOrganisationOfProject(id) : undefined;
  if (!orgId) throw new AppError("not_found", `There is no project with the id ${projectId}.`, "project");
  return mintProjectScope(orgId, id);
};
