"use server";

import { z } from "zod";
import { scopedAction } from "@/lib/auth/scoped-action";
import { keyScopes } from "@/lib/tenancy/definition";
import { createKey, revokeKey } from "@/lib/tenancy/keys-store";

const newKey = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("write"), name: z.string().trim().min(1, "Name the key.").max(80) }),
  z.strictObject({
    kind: z.literal("secret"),
    name: z.string().trim().min(1, "Name the key.").max(80),
    scopes: z.array(z.enum(keyScopes)).min(1, "Choose what the key may do."),
  }),
]);

/** The answer holds the whole key; of a secret one this is the only time. */
export const addKey = scopedAction({ role: "admin", input: newKey }, async ({ scope }, key) => {
  const { secret } = await createKey(scope, { scopes: ["ingest"], ...key });
  return { secret };
});

export const endKey = scopedAction(
  { role: "admin", input: z.strictObject({ keyId: z.uuid() }) },
  async ({ scope }, { keyId }) => {
    await revokeKey(scope, { keyId });
  },
);
