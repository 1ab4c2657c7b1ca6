import { z } from "zod";
import { parseInput } from "@/lib/parse-input";
import { projectScopeForCommandLine } from "@/lib/tenancy/command-line-door";
import { addWebhookSecret } from "@/lib/tenancy/settings-store";
import { defineCommand } from "../command";
import { withDatabase } from "../with-database";

const newSecret = z.strictObject({
  secret: z
    .string()
    .trim()
    .min(16, "A secret has at least 16 characters.")
    .max(200, "A secret has at most 200 characters."),
});

export const webhookAdd = defineCommand({
  name: "webhook add",
  about: "Takes in a shop's webhooks (Shopify): adds the secret that it signs them with.",
  options: {
    project: { value: "ID", about: "The project.", required: true },
    secret: { value: "SECRET", about: "As the shop shows it; an older one stays valid.", required: true },
  },
  run: async ({ options }) => {
    const { secret } = parseInput(newSecret, { secret: options.secret });
    return await withDatabase(async () => {
      const scope = await projectScopeForCommandLine(options.project);
      const { id, provider } = await addWebhookSecret(scope, { provider: "shopify", secret });
      const path = `/hooks/${provider}/${scope.projectId}`;
      return {
        json: { secretId: id, provider, path },
        text: `Added. Let the shop send its webhooks to ${path} of this installation, as JSON.`,
      };
    });
  },
});
