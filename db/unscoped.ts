import { and, eq, isNull, sql } from "drizzle-orm";
import { drizzlePool } from "./client";
import { jobRuns } from "./schema/job-runs";
import { loginSessions } from "./schema/login-sessions";
import { users } from "./schema/users";
import type { Tx } from "./tenant";
import { transact } from "./transact";

/**
 * Everything that has to look before a tenant is known: signing in, and turning a key, a user or an id into a tenant.
 * The transaction runs as the app's role without a tenant, so tenant tables stay empty to it; the look-ups that cross
 * tenants are narrow functions of the database.
 */
const withoutTenant = async <T>(run: (tx: Tx) => Promise<T>): Promise<T> =>
  await transact<Tx, T>(
    (body) => drizzlePool().transaction(body),
    async (tx) => {
      await tx.execute(sql`select set_config('role', 'tributary_app', true)`);
      return await run(tx);
    },
  );

export type KeyRow = {
  orgId: string;
  projectId: string;
  keyId: string;
  kind: "write" | "secret";
  scopes: string[];
  allowedOrigins: string[];
  /** Postgres' text of a time; null for never. */
  expiresAt: string | null;
};

/** Whose key is this? By SHA-256 of the whole key; revoked and expired keys are nobody's. */
export const findKeyToAuthenticate = (digest: Buffer): Promise<KeyRow | undefined> =>
  withoutTenant(async (tx) => {
    const [row] = await tx.execute<KeyRow>(
      sql`select org_id as "orgId", project_id as "projectId", key_id as "keyId", kind, scopes,
            allowed_origins as "allowedOrigins", expires_at as "expiresAt" from resolve_api_key(${digest}::bytea)`,
    );
    return row;
  });

export type WebhookSecretRow = { orgId: string; secretId: string; secret: string };

/** The secrets with which a system may sign what it sends to this project; none for a project that is not there. */
export const findWebhookSecretsToVerify = (
  projectId: string,
  provider: "shopify",
): Promise<WebhookSecretRow[]> =>
  withoutTenant(async (tx) => {
    const rows = await tx.execute<WebhookSecretRow>(
      sql`select org_id as "orgId", secret_id as "secretId", secret from resolve_webhook(${projectId}::uuid, ${provider})`,
    );
    return [...rows];
  });

/** Every project there is, for background jobs, which then enter one tenant after the other. */
export const listProjectsForJobs = (): Promise<{ orgId: string; projectId: string }[]> =>
  withoutTenant(async (tx) => {
    const rows = await tx.execute<{ orgId: string; projectId: string }>(
      sql`select org_id as "orgId", project_id as "projectId" from list_projects()`,
    );
    return [...rows];
  });

export type MembershipRow = {
  orgId: string;
  orgSlug: string;
  orgName: string;
  role: "owner" | "admin" | "analyst" | "viewer";
  projectId: string | null;
  projectSlug: string | null;
  projectName: string | null;
};

/** Where may this person go? One row a project, or one with nulls for an organisation without projects. */
export const listMembershipsToAuthorize = (userId: string): Promise<MembershipRow[]> =>
  withoutTenant(async (tx) => {
    const rows = await tx.execute<MembershipRow>(
      sql`select org_id as "orgId", org_slug as "orgSlug", org_name as "orgName", role, project_id as "projectId",
            project_slug as "projectSlug", project_name as "projectName" from list_memberships(${userId})`,
    );
    return [...rows];
  });

/** Which organisation owns this project? For the command line, which holds the database's own credentials. */
export const findOrganisationOfProject = (projectId: string): Promise<string | undefined> =>
  withoutTenant(async (tx) => {
    const [row] = await tx.execute<{ id: string | null }>(sql`select find_project(${projectId}::uuid) as id`);
    return row?.id ?? undefined;
  });

/** Which organisation has this slug? For the command line, and to find a free slug at sign-up. */
export const findOrganisationBySlug = (slug: string): Promise<string | undefined> =>
  withoutTenant(async (tx) => {
    const [row] = await tx.execute<{ id: string | null }>(sql`select find_organisation(${slug}) as id`);
    return row?.id ?? undefined;
  });

/** Claims a background job for this instance, if nobody began it within the last `everyMs`. */
export const claimJob = (name: string, everyMs: number): Promise<boolean> =>
  withoutTenant(async (tx) => {
    const claimed = await tx
      .insert(jobRuns)
      .values({ name, startedAt: sql`now()` })
      .onConflictDoUpdate({
        target: jobRuns.name,
        set: { startedAt: sql`now()` },
        setWhere: sql`${jobRuns.startedAt} <= now() - ${everyMs} * interval '1 millisecond'`,
      })
      .returning({ name: jobRuns.name });
    return claimed.length > 0;
  });

const userColumns = {
  id: users.id,
  email: users.email,
  name: users.name,
  passwordHash: users.passwordHash,
};

/** The user who signs in with this e-mail, unless disabled. */
export const findUserToSignIn = (email: string) =>
  withoutTenant(async (tx) => {
    const [row] = await tx
      .select(userColumns)
      .from(users)
      .where(and(eq(users.email, email.toLowerCase()), isNull(users.disabledAt)));
    return row;
  });

/** Adds a user who has no organisation yet. `undefined` when the e-mail is taken. */
export const insertUser = (user: { id: string; email: string; name: string | null; passwordHash: string }) =>
  withoutTenant(async (tx) => {
    const [row] = await tx
      .insert(users)
      .values({ ...user, email: user.email.toLowerCase() })
      .onConflictDoNothing()
      .returning({ id: users.id });
    return row?.id;
  });

/** Remembers a sign-in so that it can be revoked. */
export const insertLoginSession = (session: { id: string; userId: string }) =>
  withoutTenant(async (tx) => {
    await tx.insert(loginSessions).values(session);
  });

/** The user behind a session cookie, or nobody once the session is revoked or the user disabled. */
export const findUserOfSession = (sessionId: string) =>
  withoutTenant(async (tx) => {
    const [row] = await tx
      .select({ id: users.id, email: users.email, name: users.name })
      .from(loginSessions)
      .innerJoin(users, eq(users.id, loginSessions.userId))
      .where(and(eq(loginSessions.id, sessionId), isNull(loginSessions.revokedAt), isNull(users.disabledAt)));
    return row;
  });

/** Ends a sign-in for good. */
export const revokeLoginSession = (sessionId: string) =>
  withoutTenant(async (tx) => {
    await tx.update(loginSessions).set({ revokedAt: sql`now()` }).where(eq(loginSessions.id, sessionId));
  });
