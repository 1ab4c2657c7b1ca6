import "server-only";
import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { organisations } from "@/db/schema/organisations";
import { projects } from "@/db/schema/projects";
import { visitorCounters } from "@/db/schema/visitors";
import { mintOrgScope, mintProjectScope, type OrgScope, type ProjectScope } from "@/db/scope";
import { withTenant } from "@/db/tenant";
import { findOrganisationBySlug, listMembershipsToAuthorize } from "@/db/unscoped";
import { AppError, missing } from "@/lib/errors";
import type { Project } from "./definition";
import { slugOf } from "./slug";

const projectColumns = {
  id: projects.id,
  slug: projects.slug,
  name: projects.name,
  timezone: projects.timezone,
  currency: projects.currency,
  sessionGapMs: projects.sessionGapMs,
};

/**
 * Creates an organisation under the first free slug of its name ("acme", "acme-2", …).
 * With `slug` given, exactly that one is taken: `conflict` when it is not free.
 */
export const createOrganisation = async ({
  name,
  slug,
}: {
  name: string;
  slug?: string;
}): Promise<{ orgId: string; slug: string; scope: OrgScope }> => {
  const wanted = slug ?? slugOf(name);
  for (let n = 1; n <= (slug ? 1 : 200); n++) {
    const candidate = n === 1 ? wanted : `${wanted}-${n}`;
    const orgId = randomUUID();
    const scope = mintOrgScope(orgId);
    const created = await withTenant(
      scope,
      async (tx) =>
        await tx
          .insert(organisations)
          .values({ id: orgId, slug: candidate, name })
          .onConflictDoNothing()
          .returning({ id: organisations.id }),
    );
    if (created.length > 0) return { orgId, slug: candidate, scope };
  }
  throw new AppError("conflict", `The address /${wanted} is taken. Choose another name.`, "name");
};

/** The organisation whose slug belongs to this name, for the command line. */
export const findOrganisation = async (name: string): Promise<{ orgId: string; scope: OrgScope } | null> => {
  const orgId = await findOrganisationBySlug(slugOf(name));
  return orgId ? { orgId, scope: mintOrgScope(orgId) } : null;
};

/** Creates a project under the first free slug of its name, with `slug` given under exactly that one. */
export const createProject = async (
  scope: OrgScope,
  { name, timezone, currency, slug }: { name: string; timezone: string; currency: string; slug?: string },
): Promise<{ projectId: string; slug: string; scope: ProjectScope }> => {
  const wanted = slug ?? slugOf(name);
  const projectId = randomUUID();
  const projectScope = mintProjectScope(scope.orgId, projectId);
  return await withTenant(projectScope, async (tx) => {
    for (let n = 1; n <= (slug ? 1 : 200); n++) {
      const candidate = n === 1 ? wanted : `${wanted}-${n}`;
      const created = await tx
        .insert(projects)
        .values({ id: projectId, orgId: scope.orgId, slug: candidate, name, timezone, currency })
        .onConflictDoNothing()
        .returning({ id: projects.id });
      if (created.length === 0) continue;
      await tx.insert(visitorCounters).values({ projectId });
      return { projectId, slug: candidate, scope: projectScope };
    }
    throw new AppError(
      "conflict",
      `The address /${wanted} is taken in this organisation. Choose another name.`,
      "name",
    );
  });
};

/** A project's settings. */
export const readProject = (scope: ProjectScope): Promise<Project> =>
  withTenant(scope, async (tx) => {
    const [row] = await tx
      .select(projectColumns)
      .from(projects)
      .where(and(eq(projects.orgId, scope.orgId), eq(projects.id, scope.projectId)));
    return row ?? missing("project");
  });

export type Membership = {
  org: { slug: string; name: string };
  role: string;
  projects: { slug: string; name: string }[];
};

/** The organisations of a person with their projects, for the switcher. */
export const membershipsOf = async (userId: string): Promise<Membership[]> => {
  const found = new Map<string, Membership>();
  for (const row of await listMembershipsToAuthorize(userId)) {
    let membership = found.get(row.orgId);
    if (!membership) {
      membership = { org: { slug: row.orgSlug, name: row.orgName }, role: row.role, projects: [] };
      found.set(row.orgId, membership);
    }
    if (row.projectSlug && row.projectName)
      membership.projects.push({ slug: row.projectSlug, name: row.projectName });
  }
  return [...found.values()];
};
