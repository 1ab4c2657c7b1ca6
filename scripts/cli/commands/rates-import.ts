import { parseRates } from "@/lib/rates/parse-rates";
import { saveRates } from "@/lib/rates/store";
import { projectScopeForCommandLine } from "@/lib/tenancy/command-line-door";
import { readProject } from "@/lib/tenancy/organisations-store";
import { defineCommand } from "../command";
import { readTextFile } from "../files";
import { withDatabase } from "../with-database";

const mostShown = 20;

export const ratesImport = defineCommand({
  name: "rates import",
  about: "Sets rates from a CSV file of day,currency,rate. Bad lines are named, the others are kept.",
  argument: "FILE.csv",
  options: { project: { value: "ID", about: "The project.", required: true } },
  run: async ({ argument, options }) => {
    const content = await readTextFile(argument, "file");
    return await withDatabase(async () => {
      const scope = await projectScopeForCommandLine(options.project);
      const { rates, bad } = parseRates(content, (await readProject(scope)).currency);
      await saveRates(scope, rates);
      const lines = bad.slice(0, mostShown).map(({ line, message }) => `  line ${line}: ${message}`);
      const more = bad.length - lines.length;
      return {
        json: { saved: rates.length, rejected: bad },
        text: [
          `${rates.length} rates saved, ${bad.length} lines rejected.`,
          ...lines,
          ...(more > 0 ? [`  … and ${more} more.`] : []),
        ].join("\n"),
      };
    });
  },
});
