import { z } from "zod";
import type { ProjectScope } from "@/db/scope";
import { AppError, missing } from "@/lib/errors";
import { parseInput } from "@/lib/parse-input";
import type { ApiKey, KeyScope } from "@/lib/tenancy/definition";
import { type KeyAccess, mayUse } from "@/lib/tenancy/key-door";
import { createKey, listKeys, revokeKey, rotateKey, setAllowedOrigins } from "@/lib/tenancy/keys-store";
import { keyChange, keyRotation, newKeyRequest } from "./key-requests";
import { pageOf, pageQuery } from "./page-of";
import { readJson } from "./read-json";
import { endpoint, json, noContent, serve } from "./serve";

const admin = { scopes: ["admin"], use: "management" } as const;
const nothing = z.strictObject({});
const keyQuery = z.strictObject({ key: z.string({ error: "State the key's id: ?key=…" }) });

const rfc3339 = (at: string | null): string | null => (at === null ? null : new Date(at).toISOString());

/** A key as HTTP shows it, which of a secret key is its beginning. */
const shownKey = (key: ApiKey) => ({
  ...key,
  createdAt: new Date(key.createdAt).toISOString(),
  expiresAt: rfc3339(key.expiresAt),
  lastUsedAt: rfc3339(key.lastUsedAt),
  revokedAt: rfc3339(key.revokedAt),
});

/** What is no id names no key. */
const idOf = (text: string | undefined): string =>
  z.uuid().safeParse(text).success ? String(text).toLowerCase() : missing("key");

const findKey = async (scope: ProjectScope, id: string): Promise<ApiKey> =>
  (await listKeys(scope)).find((key) => key.id === id) ?? missing("key");

/** A key hands on no more than it may do itself. */
const mayGrant = (access: KeyAccess, scopes: readonly KeyScope[]): void => {
  const beyond = scopes.filter((scope) => !mayUse(access, scope));
  if (beyond.length > 0)
    throw new AppError(
      "forbidden",
      `This key lacks ${beyond.join(", ")} itself, so it may not make a key with that.`,
      "scopes",
    );
};

const create = async (access: KeyAccess, body: unknown) => {
  const wanted = parseInput(newKeyRequest, body);
  const scopes: KeyScope[] = wanted.kind === "secret" ? wanted.scopes : ["ingest"];
  if (wanted.kind === "secret") mayGrant(access, scopes);
  const { key, secret } = await createKey(access.scope, { ...wanted, scopes });
  const headers = { location: `/api/v1/keys/${key.id}` };
  return json({ ...shownKey(key), secret }, { status: 201, headers });
};

const change = async ({ scope }: KeyAccess, keyId: string, body: unknown) =>
  json(shownKey(await setAllowedOrigins(scope, { keyId, ...parseInput(keyChange, body) })));

const revoke = async ({ scope }: KeyAccess, keyId: string) => {
  await revokeKey(scope, { keyId });
  return noContent();
};

const rotate = async (access: KeyAccess, keyId: string, body: unknown) => {
  const { days } = parseInput(keyRotation, body);
  const { kind, scopes } = await findKey(access.scope, keyId);
  if (kind === "secret") mayGrant(access, scopes);
  const { key, secret, old } = await rotateKey(access.scope, { keyId, graceMs: days * 86_400_000 });
  const headers = { location: `/api/v1/keys/${key.id}` };
  return json({ ...shownKey(key), secret, old: shownKey(old) }, { status: 201, headers });
};

/** The project's keys, oldest first, revoked ones too; a new key shows its secret in this one answer. */
export const serveKeys = serve({
  GET: endpoint({
    ...admin,
    query: z.strictObject(pageQuery),
    run: async ({ access, query }) =>
      json(
        pageOf((await listKeys(access.scope)).map(shownKey), query, ({ createdAt, id }) => createdAt + id),
      ),
  }),
  POST: endpoint({
    ...admin,
    query: nothing,
    run: async ({ access, request }) => await create(access, await readJson(request)),
  }),
  PATCH: endpoint({
    ...admin,
    query: keyQuery,
    run: async ({ access, query, request }) => await change(access, idOf(query.key), await readJson(request)),
  }),
  DELETE: endpoint({
    ...admin,
    query: keyQuery,
    run: async ({ access, query }) => await revoke(access, idOf(query.key)),
  }),
});

/** One key by its id. */
export const serveKey = serve({
  GET: endpoint({
    ...admin,
    query: nothing,
    run: async ({ access, params }) => json(shownKey(await findKey(access.scope, idOf(params.id)))),
  }),
  PATCH: endpoint({
    ...admin,
    query: nothing,
    run: async ({ access, params, request }) =>
      await change(access, idOf(params.id), await readJson(request)),
  }),
  DELETE: endpoint({
    ...admin,
    query: nothing,
    run: async ({ access, params }) => await revoke(access, idOf(params.id)),
  }),
});

/** A key that may do the same; the old one goes on working for some days. */
export const serveKeyRotation = serve({
  POST: endpoint({
    ...admin,
    query: nothing,
    run: async ({ access, params, request }) =>
      await rotate(access, idOf(params.id), await readJson(request, {})),
  }),
});
