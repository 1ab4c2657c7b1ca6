import { z } from "zod";
import { keyScopes } from "@/lib/tenancy/definition";

export const goalUser = z.strictObject({
  kind: z.enum(["goal", "segment", "funnel"]),
  key: z.string(),
  name: z.string(),
});

export const apiKey = z.strictObject({
  id: z.uuid(),
  kind: z.enum(["write", "secret"]),
  name: z.string(),
  shown: z.string(),
  scopes: z.array(z.enum(keyScopes)),
  allowedOrigins: z.array(z.string()),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
});

export const newApiKey = z.strictObject({ ...apiKey.shape, secret: z.string() });
export const rotatedApiKey = z.strictObject({ ...newApiKey.shape, old: apiKey });

/** One page of a list of these. */
export const listOf = <T extends z.ZodType>(entry: T) =>
  z.strictObject({ data: z.array(entry), next: z.string().nullable() });

export const errorAnswer = z.strictObject({
  error: z.strictObject({
    code: z.enum([
      "invalid",
      "unauthenticated",
      "forbidden",
      "not_found",
      "conflict",
      "too_large",
      "limited",
      "timeout",
      "unavailable",
    ]),
    message: z.string(),
    path: z.string().optional(),
    requestId: z.string().optional(),
  }),
});
