import { listAdCosts } from "@/lib/ad-costs/store";
import { formatMoney } from "@/lib/money/format-money";
import { projectScopeForCommandLine } from "@/lib/tenancy/command-line-door";
import { defineCommand } from "../command";
import { withDatabase } from "../with-database";

const mostListed = 1_000;

export const costsList = defineCommand({
  name: "costs list",
  about: `Lists the newest ${mostListed.toLocaleString("en")} advertising costs of a project.`,
  options: {
    project: { value: "ID", about: "The project.", required: true },
    source: { value: "NAME", about: "One source alone." },
  },
  run: async ({ options }) =>
    await withDatabase(async () => {
      const scope = await projectScopeForCommandLine(options.project);
      const source = options.source?.toLowerCase();
      const { data } = await listAdCosts(scope, { source, limit: mostListed });
      const lines = data.map(({ day, source, medium, campaign, costMinor, currency }) =>
        [day, formatMoney(costMinor, currency), `${source} / ${medium || "–"}`, campaign || "–"].join("  "),
      );
      return { json: { costs: data }, text: lines.join("\n") || "This project has no costs." };
    }),
});
