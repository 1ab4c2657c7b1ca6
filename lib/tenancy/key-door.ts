import { mintProjectScope, type ProjectScope } from "@/db/scope";
import { findKeyToAuthenticate, type KeyRow } from "@/db/unscoped";
import { clock } from "@/lib/clock";
import { oncePerProcess } from "@/lib/once-per-process";
import type { KeyScope } from "./definition";
import { isKeyText, keyDigest } from "./key-format";
import { noteKeyUse } from "./keys-store";

export type KeyAccess = {
  scope: ProjectScope;
  keyId: string;
  kind: "write" | "secret";
  scopes: readonly string[];
  /** Pages that may send with a write key; empty means every page. */
  allowedOrigins: readonly string[];
};

const rememberedMs = 10_000;
const mostRemembered = 10_000;
const usesNotedEveryMs = 60_000;

type Remembered = { access: KeyAccess | null; renewAt: number; until: number };
const cache = () => oncePerProcess("keys", () => new Map<string, Remembered>());
const underWay = () => oncePerProcess("key look-ups", () => new Map<string, Promise<KeyAccess | null>>());
const usesNoted = () => oncePerProcess("key uses", () => new Map<string, number>());

/** Outside the sender's way: nobody waits for it, and an outage only leaves the time of the last use behind. */
const noteUse = ({ scope, keyId }: KeyAccess): void => {
  const noted = usesNoted();
  const now = clock.now();
  if (Math.abs(now - (noted.get(keyId) ?? Number.NEGATIVE_INFINITY)) < usesNotedEveryMs) return;
  if (noted.size >= mostRemembered) noted.clear();
  noted.set(keyId, now);
  noteKeyUse(scope, { keyId }).catch(() => noted.delete(keyId));
};

const accessOfRow = (row: KeyRow): KeyAccess => ({
  scope: mintProjectScope(row.orgId, row.projectId),
  keyId: row.keyId,
  kind: row.kind,
  scopes: row.scopes,
  allowedOrigins: row.allowedOrigins,
});

const lookUp = async (key: string): Promise<KeyAccess | null> => {
  const row = await findKeyToAuthenticate(keyDigest(key));
  const now = clock.now();
  const endsAt = row?.expiresAt ? Date.parse(row.expiresAt) : Number.POSITIVE_INFINITY;
  const access = row && endsAt > now ? accessOfRow(row) : null;
  const remembered = cache();
  if (remembered.size >= mostRemembered) remembered.clear();
  const until = access ? Math.min(now + rememberedMs, endsAt) : now + rememberedMs;
  remembered.set(key, { access, renewAt: now + rememberedMs / 2, until });
  if (access) noteUse(access);
  return access;
};

/** One look for all who ask at the same time. */
const lookUpOnce = (key: string): Promise<KeyAccess | null> => {
  const waiting = underWay();
  const sooner = waiting.get(key);
  if (sooner) return sooner;
  const answer = lookUp(key).finally(() => waiting.delete(key));
  waiting.set(key, answer);
  return answer;
};

/**
 * The door for API keys: whose key is this, and what may it do? `null` only when there is no such key: the database
 * said so, or the checksum did. Answers are kept for ten seconds, which is how long a revoked key may still work; one
 * that expires ends on time.
 */
export const accessOfKey = async (key: string): Promise<KeyAccess | null> => {
  const now = clock.now();
  const known = cache().get(key);
  if (!known || known.until <= now) return isKeyText(key) ? await lookUpOnce(key) : null;
  // Renewed while it is still good, so that who sends all the time never waits for the pages' connections.
  if (known.renewAt <= now) lookUpOnce(key).catch(() => {});
  return known.access;
};

export const mayUse = (access: KeyAccess, scope: KeyScope): boolean => access.scopes.includes(scope);
