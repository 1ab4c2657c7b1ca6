import type { ImportReport } from "@/lib/importing/definition";
import { importMap } from "@/lib/importing/definition";
import { importFile } from "@/lib/importing/import-file";
import { parseInput } from "@/lib/parse-input";
import { projectScopeForCommandLine } from "@/lib/tenancy/command-line-door";
import { defineCommand } from "../command";
import { callersPath, readJsonFile } from "../files";
import { showProgress } from "../show-progress";
import { withDatabase } from "../with-database";

const count = (n: number): string => n.toLocaleString("en");

const summary = ({
  lines,
  accepted,
  duplicates,
  ignored,
  rejected,
  rejectedTotal,
  ms,
}: ImportReport): string => {
  const rows = rejected.map(
    ({ line, code, path, message }) => `  line ${line}: ${code}${path ? ` at ${path}` : ""}. ${message}`,
  );
  const more = rejectedTotal - rejected.length;
  return [
    `${count(lines)} rows in ${(ms / 1000).toFixed(1)} s: ${count(accepted)} accepted, ${count(duplicates)} known already, ${count(ignored)} ignored, ${count(rejectedTotal)} rejected.`,
    ...rows,
    ...(more > 0 ? [`  … and ${count(more)} more.`] : []),
  ].join("\n");
};

export const importCommand = defineCommand({
  name: "import",
  about: "Imports events from a JSONL or CSV file, gzip too. Importing again adds nothing twice.",
  argument: "FILE",
  options: {
    project: { value: "ID", about: "The project.", required: true },
    map: { value: "FILE.json", about: "How rows become events; JSONL in the wire format needs none." },
  },
  run: async ({ argument, options, signal }) => {
    const map = options.map ? parseInput(importMap, await readJsonFile(options.map, "map")) : undefined;
    return await withDatabase(async () => {
      const scope = await projectScopeForCommandLine(options.project);
      const progress = showProgress();
      try {
        const report = await importFile(scope, {
          file: callersPath(argument),
          map,
          signal,
          onProgress: progress.update,
        });
        return { json: report, text: summary(report) };
      } finally {
        progress.stop();
      }
    });
  },
});
