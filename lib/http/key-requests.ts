import { z } from "zod";
import { allowedOrigins } from "@/lib/tenancy/allowed-origins";
import { keyScopes } from "@/lib/tenancy/definition";

const name = z.string().trim().min(1, "Give the key a name.").max(80);

/** A key as it is asked for. */
export const newKeyRequest = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({
      kind: z.literal("secret"),
      name,
      scopes: z.array(z.enum(keyScopes, `Scopes are: ${keyScopes.join(", ")}.`)).min(1, "State a scope."),
    }),
    z.strictObject({ kind: z.literal("write"), name, allowedOrigins: allowedOrigins.default([]) }),
  ],
  { error: 'The kind is "secret" or "write".' },
);

/** What of a write key can be changed. */
export const keyChange = z.strictObject({ allowedOrigins });

/** How long a rotated key goes on working. */
export const keyRotation = z.strictObject({
  days: z
    .number("Days are a whole number.")
    .int("Days are a whole number.")
    .min(0, "Days are not negative.")
    .max(90, "A key that was rotated ends within 90 days.")
    .default(7),
});
