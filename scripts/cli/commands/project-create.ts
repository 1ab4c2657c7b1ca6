import { z } from "zod";
import { isTimezone } from "@/lib/calendar/is-timezone";
import { parseInput } from "@/lib/parse-input";
import { keyScopes } from "@/lib/tenancy/definition";
import { createKey } from "@/lib/tenancy/keys-store";
import { createOrganisation, createProject, findOrganisation } from "@/lib/tenancy/organisations-store";
import { defineCommand } from "../command";
import { withDatabase } from "../with-database";

const name = z.string().trim().min(1, "A name is not empty.").max(80, "A name has at most 80 characters.");

const newProject = z.strictObject({
  org: name,
  project: name,
  timezone: z.string().refine(isTimezone, "There is no such timezone. Write it like Europe/Berlin."),
  currency: z.string().regex(/^[A-Z]{3}$/, "A currency is its three-letter code, like EUR."),
});

export const projectCreate = defineCommand({
  name: "project create",
  about: "Creates a project with its keys, and its organisation unless there is one of that name.",
  options: {
    org: { value: "NAME", about: "The organisation.", required: true },
    project: { value: "NAME", about: "The site or app.", required: true },
    timezone: { value: "ZONE", about: "Where its days begin.", default: "UTC" },
    currency: { value: "CODE", about: "For amounts that state none.", default: "EUR" },
  },
  run: async ({ options }) => {
    const wanted = parseInput(newProject, options);
    return await withDatabase(async () => {
      const org = (await findOrganisation(wanted.org)) ?? (await createOrganisation({ name: wanted.org }));
      const { timezone, currency } = wanted;
      const { projectId, scope } = await createProject(org.scope, {
        name: wanted.project,
        timezone,
        currency,
      });
      const write = await createKey(scope, { kind: "write", name: "Website", scopes: ["ingest"] });
      const secret = await createKey(scope, { kind: "secret", name: "Command line", scopes: [...keyScopes] });
      return {
        json: { orgId: org.orgId, projectId, writeKey: write.secret, secretKey: secret.secret },
        text: [
          `Created the project ${wanted.project} of ${wanted.org}.`,
          `  Project     ${projectId}`,
          `  Write key   ${write.secret}  (public: for websites and apps)`,
          `  Secret key  ${secret.secret}  (shown only now: for servers, keep it safe)`,
        ].join("\n"),
      };
    });
  },
});
