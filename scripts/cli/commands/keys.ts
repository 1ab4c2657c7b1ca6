import { z } from "zod";
import { AppError } from "@/lib/errors";
import { parseInput } from "@/lib/parse-input";
import { allowedOrigins } from "@/lib/tenancy/allowed-origins";
import { projectScopeForCommandLine } from "@/lib/tenancy/command-line-door";
import { type ApiKey, keyScopes } from "@/lib/tenancy/definition";
import { createKey, listKeys, revokeKey, rotateKey } from "@/lib/tenancy/keys-store";
import { defineCommand } from "../command";
import { withDatabase } from "../with-database";

const project = { value: "ID", about: "The project.", required: true } as const;

const newKey = z.strictObject({
  kind: z.enum(["write", "secret"], 'The kind is "write" or "secret".'),
  name: z.string().trim().min(1, "A name is not empty.").max(80, "A name has at most 80 characters."),
  scopes: z.array(z.enum(keyScopes, `Scopes are: ${keyScopes.join(", ")}.`)).min(1),
  allowedOrigins,
});

const listOf = (text: string): string[] =>
  text
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");

/** Asked for by its id, as `key list` shows it. */
const keyIdOf = (argument: string): string => {
  if (z.uuid().safeParse(argument).success) return argument;
  throw new AppError("invalid", "Name the key by its id, as `key list` shows it.", "key");
};

export const keyCreate = defineCommand({
  name: "key create",
  about: "Creates a key and shows it, the only time for a secret key.",
  options: {
    project,
    kind: { value: "KIND", about: "write (public, ingestion only) or secret.", default: "secret" },
    name: { value: "NAME", about: "What it is for.", default: "Command line" },
    scopes: { value: "LIST", about: "What a secret key may do.", default: keyScopes.join(",") },
    origins: { value: "LIST", about: "Pages that may send with a write key.", default: "" },
  },
  run: async ({ options }) => {
    const { kind, name } = options;
    const wanted = parseInput(newKey, {
      kind,
      name,
      scopes: listOf(options.scopes),
      allowedOrigins: listOf(options.origins),
    });
    return await withDatabase(async () => {
      const { key, secret } = await createKey(await projectScopeForCommandLine(options.project), wanted);
      return {
        json: { keyId: key.id, kind: key.kind, name: key.name, scopes: key.scopes, key: secret },
        text: `${secret}\n  ${key.kind} key "${key.name}" for ${key.scopes.join(", ")}; its id is ${key.id}`,
      };
    });
  },
});

export const keyRevoke = defineCommand({
  name: "key revoke",
  about: "Ends a key for good; senders are refused within ten seconds.",
  argument: "KEY_ID",
  options: { project },
  run: async ({ argument, options }) => {
    const keyId = keyIdOf(argument);
    return await withDatabase(async () => {
      const scope = await projectScopeForCommandLine(options.project);
      const key = await revokeKey(scope, { keyId });
      return {
        json: { keyId: key.id, revokedAt: key.revokedAt },
        text: `Revoked "${key.name}" (${key.shown}).`,
      };
    });
  },
});

const graceDays = z.coerce
  .number("Days are a whole number.")
  .int("Days are a whole number.")
  .min(0, "Days are not negative.")
  .max(90, "A key that was rotated ends within 90 days.");

export const keyRotate = defineCommand({
  name: "key rotate",
  about: "Makes a key that may do the same, shows it, and lets the old one end after some days.",
  argument: "KEY_ID",
  options: {
    project,
    days: { value: "DAYS", about: "How long the old key goes on working.", default: "7" },
  },
  run: async ({ argument, options }) => {
    const keyId = keyIdOf(argument);
    const { days } = parseInput(z.strictObject({ days: graceDays }), { days: options.days });
    return await withDatabase(async () => {
      const scope = await projectScopeForCommandLine(options.project);
      const { key, secret, old } = await rotateKey(scope, { keyId, graceMs: days * 86_400_000 });
      return {
        json: { keyId: key.id, key: secret, oldKeyId: old.id, oldExpiresAt: old.expiresAt },
        text: `${secret}\n  takes the place of "${old.name}" (${old.shown}), which ends ${old.expiresAt};\n  the new key's id is ${key.id}`,
      };
    });
  },
});

const endOf = ({ revokedAt, expiresAt }: ApiKey): string => {
  if (revokedAt) return "  revoked";
  return expiresAt ? `  ends ${expiresAt}` : "";
};

const lineOf = (key: ApiKey): string => {
  const { id, kind, name, shown, scopes, allowedOrigins, lastUsedAt } = key;
  const from = allowedOrigins.length > 0 ? `  from ${allowedOrigins.join(",")}` : "";
  const what = `${id}  ${kind.padEnd(6)}  ${shown.padEnd(34)}  ${scopes.join(",")}`;
  return `${what}  "${name}"${endOf(key)}${from}  last used ${lastUsedAt ?? "never"}`;
};

export const keyList = defineCommand({
  name: "key list",
  about: "Lists the keys of a project, with their pages, end and last use.",
  options: { project },
  run: async ({ options }) =>
    await withDatabase(async () => {
      const keys = await listKeys(await projectScopeForCommandLine(options.project));
      return { json: { keys }, text: keys.map(lineOf).join("\n") || "This project has no keys." };
    }),
});
