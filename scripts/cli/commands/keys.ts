import { z } from "zod";
import { AppError } from "@/lib/errors";
import { parseInput } from "@/lib/parse-input";
import { projectScopeForCommandLine } from "@/lib/tenancy/command-line-door";
import { keyScopes } from "@/lib/tenancy/definition";
import { createKey, listKeys, revokeKey } from "@/lib/tenancy/keys-store";
import { defineCommand } from "../command";
import { withDatabase } from "../with-database";

const project = { value: "ID", about: "The project.", required: true } as const;

const newKey = z.strictObject({
  kind: z.enum(["write", "secret"], 'The kind is "write" or "secret".'),
  name: z.string().trim().min(1, "A name is not empty.").max(80, "A name has at most 80 characters."),
  scopes: z.array(z.enum(keyScopes, `Scopes are: ${keyScopes.join(", ")}.`)).min(1),
});

export const keyCreate = defineCommand({
  name: "key create",
  about: "Creates a key and shows it, the only time for a secret key.",
  options: {
    project,
    kind: { value: "KIND", about: "write (public, ingestion only) or secret.", default: "secret" },
    name: { value: "NAME", about: "What it is for.", default: "Command line" },
    scopes: { value: "LIST", about: "What a secret key may do.", default: keyScopes.join(",") },
  },
  run: async ({ options }) => {
    const { kind, name } = options;
    const scopes = options.scopes.split(",").map((scope) => scope.trim());
    const wanted = parseInput(newKey, { kind, name, scopes });
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
    if (!z.uuid().safeParse(argument).success)
      throw new AppError("invalid", "Name the key by its id, as `key list` shows it.", "key");
    return await withDatabase(async () => {
      const scope = await projectScopeForCommandLine(options.project);
      const key = await revokeKey(scope, { keyId: argument });
      return {
        json: { keyId: key.id, revokedAt: key.revokedAt },
        text: `Revoked "${key.name}" (${key.shown}).`,
      };
    });
  },
});

export const keyList = defineCommand({
  name: "key list",
  about: "Lists the keys of a project.",
  options: { project },
  run: async ({ options }) =>
    await withDatabase(async () => {
      const keys = await listKeys(await projectScopeForCommandLine(options.project));
      const lines = keys.map(
        ({ id, kind, name, shown, scopes, revokedAt }) =>
          `${id}  ${kind.padEnd(6)}  ${shown.padEnd(34)}  ${scopes.join(",")}  "${name}"${revokedAt ? "  revoked" : ""}`,
      );
      return { json: { keys }, text: lines.join("\n") || "This project has no keys." };
    }),
});
