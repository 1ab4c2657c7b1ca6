import { parseInput } from "@/lib/parse-input";
import { currencyRate } from "@/lib/rates/definition";
import { saveRates } from "@/lib/rates/store";
import { projectScopeForCommandLine } from "@/lib/tenancy/command-line-door";
import { defineCommand } from "../command";
import { withDatabase } from "../with-database";

export const ratesSet = defineCommand({
  name: "rates set",
  about: "Says what one unit of a currency was worth on a day, in the project's currency.",
  options: {
    project: { value: "ID", about: "The project.", required: true },
    currency: { value: "USD", about: "The other currency.", required: true },
    day: { value: "YYYY-MM-DD", about: "It holds until the next rate, 31 days at most.", required: true },
    rate: { value: "NUMBER", about: "Like 0.92.", required: true },
  },
  run: async ({ options }) => {
    const { currency, day, rate } = options;
    const wanted = parseInput(currencyRate, { currency, day, rate });
    return await withDatabase(async () => {
      await saveRates(await projectScopeForCommandLine(options.project), [wanted]);
      return { json: wanted, text: `1 ${wanted.currency} = ${wanted.rate} from ${wanted.day} on.` };
    });
  },
});
