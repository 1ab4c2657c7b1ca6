import "server-only";
import { randomUUID } from "node:crypto";
import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { apiKeys } from "@/db/schema/api-keys";
import type { ProjectScope } from "@/db/scope";
import { withTenant } from "@/db/tenant";
import { missing } from "@/lib/errors";
import type { ApiKey, KeyScope } from "./definition";
import { keyDigest, newKey } from "./key-format";

const keyColumns = {
  id: apiKeys.id,
  kind: apiKeys.kind,
  name: apiKeys.name,
  shown: apiKeys.shown,
  scopes: apiKeys.scopes,
  createdAt: apiKeys.createdAt,
  revokedAt: apiKeys.revokedAt,
};

/** All keys of the project, oldest first, revoked ones too. */
export const listKeys = (scope: ProjectScope): Promise<ApiKey[]> =>
  withTenant(
    scope,
    async (tx) =>
      await tx
        .select(keyColumns)
        .from(apiKeys)
        .where(eq(apiKeys.projectId, scope.projectId))
        .orderBy(asc(apiKeys.createdAt), asc(apiKeys.id)),
  );

/** Makes a key. `secret` is the whole key; of a secret key only its digest is kept, so this is the only time it shows. */
export const createKey = (
  scope: ProjectScope,
  { kind, name, scopes }: { kind: "write" | "secret"; name: string; scopes: KeyScope[] },
): Promise<{ key: ApiKey; secret: string }> =>
  withTenant(scope, async (tx) => {
    const secret = newKey(kind);
    const [key] = await tx
      .insert(apiKeys)
      .values({
        id: randomUUID(),
        projectId: scope.projectId,
        kind,
        name,
        digest: keyDigest(secret),
        shown: kind === "write" ? secret : `${secret.slice(0, 12)}…`,
        scopes: kind === "write" ? ["ingest"] : scopes,
      })
      .returning(keyColumns);
    return key ? { key, secret } : missing("project");
  });

/** Ends a key for good. Senders get 401 within seconds. */
export const revokeKey = (scope: ProjectScope, { keyId }: { keyId: string }): Promise<ApiKey> =>
  withTenant(scope, async (tx) => {
    const [key] = await tx
      .update(apiKeys)
      .set({ revokedAt: sql`now()` })
      .where(and(eq(apiKeys.projectId, scope.projectId), eq(apiKeys.id, keyId), isNull(apiKeys.revokedAt)))
      .returning(keyColumns);
    return key ?? missing("key");
  });
