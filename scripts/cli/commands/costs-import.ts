import { saveCsvCosts } from "@/lib/ad-costs/save-csv";
import { projectScopeForCommandLine } from "@/lib/tenancy/command-line-door";
import { readProject } from "@/lib/tenancy/organisations-store";
import { defineCommand } from "../command";
import { readTextFile } from "../files";
import { withDatabase } from "../with-database";

const mostShown = 20;

export const costsImport = defineCommand({
  name: "costs import",
  about:
    "Keeps advertising costs from a CSV file with a header: day, source, medium, campaign, cost, currency, clicks, impressions. Bad lines are named, the others are kept; what is sent again is replaced.",
  argument: "FILE.csv",
  options: {
    project: { value: "ID", about: "The project.", required: true },
    source: { value: "NAME", about: "Of lines that name none, like google." },
    medium: { value: "NAME", about: "Of lines that name none, like cpc." },
  },
  run: async ({ argument, options: { project, source, medium } }) => {
    const content = await readTextFile(argument, "file");
    return await withDatabase(async () => {
      const scope = await projectScopeForCommandLine(project);
      const { currency } = await readProject(scope);
      const saved = await saveCsvCosts(scope, content, { currency, source, medium });
      const { created, replaced, unchanged, added, rejected } = saved;
      const lines = rejected.slice(0, mostShown).map(({ line, message }) => `  line ${line}: ${message}`);
      const more = rejected.length - lines.length;
      return {
        json: saved,
        text: [
          `${created} costs new, ${replaced} replaced, ${unchanged} unchanged, ${rejected.length} lines rejected.`,
          ...(added > 0 ? [`${added} lines were added to others of the same day and campaign.`] : []),
          ...lines,
          ...(more > 0 ? [`  … and ${more} more.`] : []),
        ].join("\n"),
      };
    });
  },
});
