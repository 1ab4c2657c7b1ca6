"use server";

import { z } from "zod";
import { scopedAction } from "@/lib/auth/scoped-action";
import { allowedOrigins } from "@/lib/tenancy/allowed-origins";
import { keyScopes } from "@/lib/tenancy/definition";
import { createKey, revokeKey, rotateKey, setAllowedOrigins } from "@/lib/tenancy/keys-store";

const name = z.string().trim().min(1, "Name the key.").max(80);
const keyId = z.uuid();

const newKey = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("write"), name, allowedOrigins }),
  z.strictObject({
    kind: z.literal("secret"),
    name,
    scopes: z.array(z.enum(keyScopes)).min(1, "Choose what the key may do."),
  }),
]);

/** The answer holds the whole key; of a secret one this is the only time. */
export const addKey = scopedAction({ role: "admin", input: newKey }, async ({ scope }, key) => {
  const { secret } = await createKey(scope, { scopes: ["ingest"], ...key });
  return { secret };
});

/** Makes a key that may do the same; the old one ends after seven days. The answer holds the whole new key. */
export const replaceKey = scopedAction(
  { role: "admin", input: z.strictObject({ keyId }) },
  async ({ scope }, key) => {
    const { secret } = await rotateKey(scope, key);
    return { secret };
  },
);

export const changeOrigins = scopedAction(
  { role: "admin", input: z.strictObject({ keyId, allowedOrigins }) },
  async ({ scope }, key) => {
    await setAllowedOrigins(scope, key);
  },
);

export const endKey = scopedAction(
  { role: "admin", input: z.strictObject({ keyId }) },
  async ({ scope }, key) => {
    await revokeKey(scope, key);
  },
);
