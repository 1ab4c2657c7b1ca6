import { z } from "zod";
import { AppError } from "@/lib/errors";
import { type Goal, goalDefinition } from "@/lib/goals/definition";
import { saveGoals } from "@/lib/goals/store";
import { parseInput } from "@/lib/parse-input";
import { projectScopeForCommandLine } from "@/lib/tenancy/command-line-door";
import { defineCommand } from "../command";
import { readJsonFile } from "../files";
import { withDatabase } from "../with-database";

const goalList = z
  .array(goalDefinition, 'Goals are a list: [{…}] or {"goals": [{…}]}.')
  .min(1, "There are no goals in the file.");
const goalFile = z.strictObject({ goals: goalList });

const parseGoals = (content: unknown): Goal[] => {
  const isList = Array.isArray(content);
  const goals = isList ? parseInput(goalList, content) : parseInput(goalFile, content).goals;
  const keys = new Set<string>();
  for (const [i, { key }] of goals.entries()) {
    if (keys.has(key))
      throw new AppError(
        "invalid",
        `The key ${key} stands in the file twice.`,
        `${isList ? "" : "goals."}${i}.key`,
      );
    keys.add(key);
  }
  return goals;
};

export const goalsApply = defineCommand({
  name: "goals apply",
  about: "Creates or updates goals from a JSON file, all or none.",
  argument: "FILE.json",
  options: { project: { value: "ID", about: "The project.", required: true } },
  run: async ({ argument, options }) => {
    const goals = parseGoals(await readJsonFile(argument, "file"));
    return await withDatabase(async () => {
      const scope = await projectScopeForCommandLine(options.project);
      const outcomes = await saveGoals(scope, goals);
      const keysThatWere = (outcome: (typeof outcomes)[number]) =>
        goals.filter((_, i) => outcomes[i] === outcome).map(({ key }) => key);
      return {
        json: {
          created: keysThatWere("created"),
          updated: keysThatWere("updated"),
          unchanged: keysThatWere("unchanged"),
        },
        text: goals.map(({ key }, i) => `${outcomes[i]?.padEnd(9)}  ${key}`).join("\n"),
      };
    });
  },
});
