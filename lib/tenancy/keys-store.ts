import "server-only";
import { randomUUID } from "node:crypto";
import { and, asc, eq, isNull, lt, or, sql } from "drizzle-orm";
import { apiKeys } from "@/db/schema/api-keys";
import type { ProjectScope } from "@/db/scope";
import { type Tx, withTenant } from "@/db/tenant";
import { AppError, missing } from "@/lib/errors";
import type { ApiKey, KeyScope } from "./definition";
import { keyDigest, newKey } from "./key-format";

const keyColumns = {
  id: apiKeys.id,
  kind: apiKeys.kind,
  name: apiKeys.name,
  shown: apiKeys.shown,
  scopes: apiKeys.scopes,
  allowedOrigins: apiKeys.allowedOrigins,
  createdAt: apiKeys.createdAt,
  expiresAt: apiKeys.expiresAt,
  lastUsedAt: apiKeys.lastUsedAt,
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

type NewKey = {
  kind: "write" | "secret";
  name: string;
  scopes: KeyScope[];
  /** Of a write key: as browsers send them; none means every page. */
  allowedOrigins?: string[];
};

const insertKey = async (
  tx: Tx,
  scope: ProjectScope,
  { kind, name, scopes, allowedOrigins = [] }: NewKey,
): Promise<{ key: ApiKey; secret: string }> => {
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
      allowedOrigins: kind === "write" ? allowedOrigins : [],
    })
    .returning(keyColumns);
  return key ? { key, secret } : missing("project");
};

/** Makes a key. `secret` is the whole key; of a secret key only its digest is kept, so this is the only time it shows. */
export const createKey = (scope: ProjectScope, key: NewKey): Promise<{ key: ApiKey; secret: string }> =>
  withTenant(scope, async (tx) => await insertKey(tx, scope, key));

const inUse = (scope: ProjectScope, keyId: string) =>
  and(eq(apiKeys.projectId, scope.projectId), eq(apiKeys.id, keyId), isNull(apiKeys.revokedAt));

const dayMs = 86_400_000;

/**
 * Makes a key that may do the same, and lets the old one end after `graceMs` (seven days), so that senders can change
 * over one by one. `conflict` when the old one is ending already.
 */
export const rotateKey = (
  scope: ProjectScope,
  { keyId, graceMs = 7 * dayMs }: { keyId: string; graceMs?: number },
): Promise<{ key: ApiKey; secret: string; old: ApiKey }> =>
  withTenant(scope, async (tx) => {
    const [known] = await tx.select(keyColumns).from(apiKeys).where(inUse(scope, keyId)).for("update");
    if (!known) return missing("key");
    if (known.expiresAt)
      throw new AppError("conflict", "This key was rotated already. Rotate the one that took its place.");
    const [old = known] = await tx
      .update(apiKeys)
      .set({ expiresAt: sql`now() + ${graceMs / 1000} * interval '1 second'` })
      .where(inUse(scope, keyId))
      .returning(keyColumns);
    return { ...(await insertKey(tx, scope, old)), old };
  });

/** Says which pages may send with a write key, as browsers send them ("https://shop.example"); none means every page. */
export const setAllowedOrigins = (
  scope: ProjectScope,
  { keyId, allowedOrigins }: { keyId: string; allowedOrigins: string[] },
): Promise<ApiKey> =>
  withTenant(scope, async (tx) => {
    const [key] = await tx
      .update(apiKeys)
      .set({ allowedOrigins })
      .where(and(inUse(scope, keyId), eq(apiKeys.kind, "write")))
      .returning(keyColumns);
    return key ?? missing("write key");
  });

/** Remembers that a key is in use, at most once a minute. */
export const noteKeyUse = (scope: ProjectScope, { keyId }: { keyId: string }): Promise<void> =>
  withTenant(scope, async (tx) => {
    await tx
      .update(apiKeys)
      .set({ lastUsedAt: sql`now()` })
      .where(
        and(
          inUse(scope, keyId),
          or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, sql`now() - interval '1 minute'`)),
        ),
      );
  });

/** Ends a key for good. Senders get 401 within seconds. */
export const revokeKey = (scope: ProjectScope, { keyId }: { keyId: string }): Promise<ApiKey> =>
  withTenant(scope, async (tx) => {
    const [key] = await tx
      .update(apiKeys)
      .set({ revokedAt: sql`now()` })
      .where(inUse(scope, keyId))
      .returning(keyColumns);
    return key ?? missing("key");
  });
