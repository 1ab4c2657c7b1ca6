import { mintProjectScope, type ProjectScope } from "@/db/scope";
import { findKeyToAuthenticate } from "@/db/unscoped";
import { clock } from "@/lib/clock";
import { oncePerProcess } from "@/lib/once-per-process";
import type { KeyScope } from "./definition";
import { isKeyText, keyDigest } from "./key-format";

export type KeyAccess = { scope: ProjectScope; kind: "write" | "secret"; scopes: readonly string[] };

const rememberedMs = 10_000;
const mostRemembered = 10_000;

type Remembered = { access: KeyAccess | null; until: number };
const cache = () => oncePerProcess("keys", () => new Map<string, Remembered>());

/**
 * The door for API keys: whose key is this, and what may it do? `null` only when the database said that there is no
 * such key. Answers are kept for ten seconds, which is how long a revoked key may still work.
 */
export const accessOfKey = async (key: string): Promise<KeyAccess | null> => {
  if (!isKeyText(key)) return null;
  const known = cache().get(key);
  if (known && known.until > clock.now()) return known.access;
  const row = await findKeyToAuthenticate(keyDigest(key));
  const access = row && {
    scope: mintProjectScope(row.orgId, row.projectId),
    kind: row.kind,
    scopes: row.scopes,
  };
  if (cache().size >= mostRemembered) cache().clear();
  cache().set(key, { access: access ?? null, until: clock.now() + rememberedMs });
  return access ?? null;
};

export const mayUse = (access: KeyAccess, scope: KeyScope): boolean => access.scopes.includes(scope);
