import "server-only";
import { notFound, redirect } from "next/navigation";
import { getServerSession } from "next-auth";
import { cache } from "react";
import { mintProjectScope, type ProjectScope } from "@/db/scope";
import { findUserOfSession, listMembershipsToAuthorize } from "@/db/unscoped";
import { AppError } from "@/lib/errors";
import type { Project } from "@/lib/tenancy/definition";
import { readProject } from "@/lib/tenancy/organisations-store";
import { authOptions } from "./auth-options";
import { atLeast, type Role } from "./roles";

export type SignedInUser = { id: string; email: string; name: string | null };

export type ProjectAccess = {
  scope: ProjectScope;
  user: SignedInUser;
  role: Role;
  org: { id: string; slug: string; name: string };
  project: Project;
};

export type ProjectSlugs = { org: string; project: string };

/** The person who is signed in, if the session still holds. Asked once a request. */
export const currentUser = cache(async (): Promise<SignedInUser | null> => {
  const session = (await getServerSession(authOptions)) as { sid?: string } | null;
  if (!session?.sid) return null;
  return (await findUserOfSession(session.sid)) ?? null;
});

/** The person who is signed in; everybody else is sent to sign in. */
const requireUser = async (): Promise<SignedInUser> => (await currentUser()) ?? redirect("/sign-in");

/**
 * The door for people: from the session over the membership to the scope of a project. A project that is not there and
 * one of somebody else are the same "not found"; too low a role is `forbidden`.
 */
export const authorizeProject = async (
  { org, project }: ProjectSlugs,
  needed: Role = "viewer",
): Promise<ProjectAccess> => {
  const user = await requireUser();
  const memberships = await listMembershipsToAuthorize(user.id);
  const row = memberships.find((one) => one.orgSlug === org && one.projectSlug === project);
  if (!row?.projectId) notFound();
  if (!atLeast(row.role, needed))
    throw new AppError(
      "forbidden",
      `This needs the role ${needed}; yours is ${row.role}. Ask an owner or admin.`,
    );
  const scope = mintProjectScope(row.orgId, row.projectId);
  return {
    scope,
    user,
    role: row.role,
    org: { id: row.orgId, slug: row.orgSlug, name: row.orgName },
    project: await readProject(scope),
  };
};
