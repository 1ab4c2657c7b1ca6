import { z } from "zod";
import type { OrgScope, ProjectScope } from "@/db/scope";
import { listMembershipsToAuthorize } from "@/db/unscoped";
import shopGoals from "@/examples/shop.goals.json" with { type: "json" };
import { addMember, createUser, findUserByEmail } from "@/lib/auth/users-store";
import { isAppError } from "@/lib/errors";
import { goalDefinition } from "@/lib/goals/definition";
import { listGoals, saveGoals } from "@/lib/goals/store";
import { createSegment, listSegments } from "@/lib/segments/store";
import { projectScopeForCommandLine } from "@/lib/tenancy/command-line-door";
import { createKey } from "@/lib/tenancy/keys-store";
import { createOrganisation, createProject, findOrganisation } from "@/lib/tenancy/organisations-store";
import { demoSegments } from "./segments";
import { demoTimezone } from "./simulate";
import { isUnclaimed } from "./store";

export const demoLogin = { email: "demo@tributary.example", password: "demo-tributary" };

const orgName = "Demo";
const orgSlug = "demo";
const projectSlug = "shop";
const goals = z.array(goalDefinition).parse(shopGoals.goals);

export type DemoAccount = { scope: ProjectScope; url: string };

/** Another process may be a moment ahead: what it has made is then found instead. */
const createOrFind = async <T>(
  create: () => Promise<T>,
  find: () => Promise<T | undefined>,
): Promise<T | undefined> => {
  try {
    return await create();
  } catch (error) {
    if (!isAppError(error) || error.code !== "conflict") throw error;
    return await find();
  }
};

const demoUser = async (): Promise<string | undefined> => {
  const find = async () => (await findUserByEmail(demoLogin.email)) ?? undefined;
  const user = (await find()) ?? (await createOrFind(() => createUser({ ...demoLogin, name: "Demo" }), find));
  return user?.userId;
};

/** The demo's organisation with its user as a member; `undefined` when the address is somebody else's. */
const claimOrganisation = async (userId: string): Promise<OrgScope | undefined> => {
  const find = async () => (await findOrganisation(orgName)) ?? undefined;
  const org =
    (await find()) ?? (await createOrFind(() => createOrganisation({ name: orgName, slug: orgSlug }), find));
  if (!org) return undefined;
  // In this order: who claims it in between is a member by the second look.
  const unclaimed = await isUnclaimed(org.scope);
  const isMember = (await listMembershipsToAuthorize(userId)).some(({ orgId }) => orgId === org.orgId);
  if (!unclaimed && !isMember) return undefined;
  if (!isMember) await addMember(org.scope, { userId, role: "admin" });
  return org.scope;
};

const findProject = async (userId: string): Promise<ProjectScope | undefined> => {
  const rows = await listMembershipsToAuthorize(userId);
  const row = rows.find((one) => one.orgSlug === orgSlug && one.projectSlug === projectSlug);
  return row?.projectId ? await projectScopeForCommandLine(row.projectId) : undefined;
};

const makeProject = async (org: OrgScope): Promise<ProjectScope> => {
  const { scope } = await createProject(org, {
    name: "Shop",
    slug: projectSlug,
    timezone: demoTimezone,
    currency: "EUR",
  });
  await createKey(scope, { kind: "write", name: "Website", scopes: ["ingest"] });
  return scope;
};

/**
 * Finds or makes the demo's account, organisation and project. `null` when the address /demo is somebody else's, or
 * the demo's account was disabled.
 */
export const ensureDemoProject = async (): Promise<DemoAccount | null> => {
  const userId = await demoUser();
  const org = userId && (await claimOrganisation(userId));
  if (!userId || !org) return null;
  const find = () => findProject(userId);
  const scope = (await find()) ?? (await createOrFind(() => makeProject(org), find));
  if (!scope) return null;
  if ((await listGoals(scope)).length === 0) await saveGoals(scope, goals);
  if ((await listSegments(scope)).length === 0)
    for (const segment of demoSegments)
      await createOrFind(
        () => createSegment(scope, segment),
        async () => segment,
      );
  return { scope, url: `/${orgSlug}/${projectSlug}` };
};
