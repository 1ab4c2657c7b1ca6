import { listRates } from "@/lib/rates/store";
import { projectScopeForCommandLine } from "@/lib/tenancy/command-line-door";
import { defineCommand } from "../command";
import { withDatabase } from "../with-database";

const mostListed = 1_000;

export const ratesList = defineCommand({
  name: "rates list",
  about: "Lists the rates of a project, newest first.",
  options: {
    project: { value: "ID", about: "The project.", required: true },
    currency: { value: "USD", about: "One currency alone." },
  },
  run: async ({ options }) =>
    await withDatabase(async () => {
      const scope = await projectScopeForCommandLine(options.project);
      const rates = await listRates(scope, { currency: options.currency?.toUpperCase(), limit: mostListed });
      return {
        json: { rates },
        text:
          rates.map(({ day, currency, rate }) => `${day}  ${currency}  ${rate}`).join("\n") ||
          "This project has no rates.",
      };
    }),
});
