import { AppError } from "@/lib/errors";
import { exportJourneys } from "@/lib/exporting/export-journeys";
import { writeWhole } from "@/lib/exporting/whole-file";
import { projectScopeForCommandLine } from "@/lib/tenancy/command-line-door";
import { defineCommand } from "../command";
import { callersPath } from "../files";
import { withDatabase } from "../with-database";

export const journeysExport = defineCommand({
  name: "journeys export",
  about:
    "Writes a project's events as an Arrow IPC stream, as reports see them. The file holds what the project holds, personal data too; traits are left out.",
  options: {
    project: { value: "ID", about: "The project.", required: true },
    to: {
      value: "FILE.arrow",
      about: "The file, which appears when it is whole. One of that name is replaced.",
      required: true,
    },
    from: {
      value: "ISO",
      about: "The first moment: 2026-11-01T09:30:00Z, or 2026-11-01 in the project's timezone.",
    },
    until: { value: "ISO", about: "The moment after the last, written as --from is." },
  },
  run: ({ options, signal }) =>
    withDatabase(async () => {
      const scope = await projectScopeForCommandLine(options.project);
      const file = callersPath(options.to);
      const events = await writeWhole(file, (write) =>
        exportJourneys(scope, options, { write, isStopped: () => signal.aborted }),
      );
      if (events === undefined)
        throw new AppError("unavailable", "The export was stopped. No file was written.");
      return {
        json: { projectId: scope.projectId, file, events },
        text: `${events.toLocaleString("en")} events are in ${file}.`,
      };
    }),
});
