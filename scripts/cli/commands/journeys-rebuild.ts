import { AppError } from "@/lib/errors";
import { rebuildJourneys } from "@/lib/journeys/compact";
import { projectScopeForCommandLine } from "@/lib/tenancy/command-line-door";
import { defineCommand } from "../command";
import { withDatabase } from "../with-database";

export const journeysRebuild = defineCommand({
  name: "journeys rebuild",
  about:
    "Makes a project's journeys anew from its log. Reports go on with the old ones until the new are whole.",
  options: { project: { value: "ID", about: "The project.", required: true } },
  run: ({ options, signal }) =>
    withDatabase(async () => {
      const scope = await projectScopeForCommandLine(options.project);
      const events = await rebuildJourneys(scope, () => signal.aborted);
      if (events === undefined)
        throw new AppError(
          "unavailable",
          signal.aborted
            ? "The rebuild was stopped. Nothing has changed: the old journeys are still in use."
            : "The rebuild did not begin, because something else has been writing to the database for a long time. Try again when it is done.",
        );
      return {
        json: { projectId: scope.projectId, events },
        text: `The journeys were made anew from ${events} events.`,
      };
    }),
});
