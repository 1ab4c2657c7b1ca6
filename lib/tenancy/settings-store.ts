import "server-only";
import { randomUUID } from "node:crypto";
import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { webhookSecrets } from "@/db/schema/ingestion";
import { projects } from "@/db/schema/projects";
import type { ProjectScope } from "@/db/scope";
import { withTenant } from "@/db/tenant";
import { missing } from "@/lib/errors";
import type { IngestionSettings, PrivacyMode, WebhookSecret } from "./definition";

const settingsColumns = {
  currency: projects.currency,
  privacyMode: projects.privacyMode,
  domains: projects.domains,
  internalRanges: projects.internalRanges,
};

/** The settings as they stand in the database, for people who change them; ingestion's own copy may be older. */
export const readSettings = (scope: ProjectScope): Promise<IngestionSettings> =>
  withTenant(scope, async (tx) => {
    const [row] = await tx
      .select(settingsColumns)
      .from(projects)
      .where(and(eq(projects.orgId, scope.orgId), eq(projects.id, scope.projectId)));
    return row ?? missing("project");
  });

/** Changes what ingestion takes and how. Who keeps a copy has to be told, or follows within ten seconds. */
export const saveSettings = (
  scope: ProjectScope,
  settings: { privacyMode: PrivacyMode; domains: string[]; internalRanges: string[] },
): Promise<IngestionSettings> =>
  withTenant(scope, async (tx) => {
    const { privacyMode, domains, internalRanges } = settings;
    const [row] = await tx
      .update(projects)
      .set({ privacyMode, domains, internalRanges })
      .where(and(eq(projects.orgId, scope.orgId), eq(projects.id, scope.projectId)))
      .returning(settingsColumns);
    return row ?? missing("project");
  });

const secretColumns = {
  id: webhookSecrets.id,
  provider: webhookSecrets.provider,
  ending: sql<string>`right(${webhookSecrets.secret}, 4)`,
  createdAt: webhookSecrets.createdAt,
};

/** The secrets that are valid, oldest first; of each only its end. */
export const listWebhookSecrets = (scope: ProjectScope): Promise<WebhookSecret[]> =>
  withTenant(
    scope,
    async (tx) =>
      await tx
        .select(secretColumns)
        .from(webhookSecrets)
        .where(and(eq(webhookSecrets.projectId, scope.projectId), isNull(webhookSecrets.revokedAt)))
        .orderBy(asc(webhookSecrets.createdAt), asc(webhookSecrets.id)),
  );

/** From now on messages signed with this secret are taken in. */
export const addWebhookSecret = (
  scope: ProjectScope,
  { provider, secret }: { provider: "shopify"; secret: string },
): Promise<WebhookSecret> =>
  withTenant(scope, async (tx) => {
    const [row] = await tx
      .insert(webhookSecrets)
      .values({ projectId: scope.projectId, id: randomUUID(), provider, secret })
      .returning(secretColumns);
    return row ?? missing("project");
  });

/** Ends a secret for good: what is signed with it is refused. */
export const revokeWebhookSecret = (
  scope: ProjectScope,
  { secretId }: { secretId: string },
): Promise<WebhookSecret> =>
  withTenant(scope, async (tx) => {
    const [row] = await tx
      .update(webhookSecrets)
      // The text itself is worth nothing any more, and is not kept.
      .set({ revokedAt: sql`now()`, secret: "" })
      .where(
        and(
          eq(webhookSecrets.projectId, scope.projectId),
          eq(webhookSecrets.id, secretId),
          isNull(webhookSecrets.revokedAt),
        ),
      )
      .returning(secretColumns);
    return row ?? missing("webhook secret");
  });
