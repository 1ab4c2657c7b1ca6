import { parseRows } from "@/lib/adjustments/parse-rows";
import { takeAdjustments } from "@/lib/adjustments/take-adjustments";
import { projectScopeForCommandLine } from "@/lib/tenancy/command-line-door";
import { defineCommand } from "../command";
import { readTextFile } from "../files";
import { withDatabase } from "../with-database";

const mostShown = 20;

export const adjustmentsImport = defineCommand({
  name: "adjustments import",
  about:
    "Takes refunds, cancellations and late values from a CSV file with a header, or JSONL. Again changes nothing.",
  argument: "FILE",
  options: { project: { value: "ID", about: "The project.", required: true } },
  run: async ({ argument, options }) => {
    const rows = parseRows(await readTextFile(argument, "file"));
    return await withDatabase(async () => {
      const scope = await projectScopeForCommandLine(options.project);
      const readable = rows.flatMap((row) => ("sent" in row ? [row] : []));
      const lineAt = (index: number): number => readable[index]?.line ?? 0;
      const taken = await takeAdjustments(
        scope,
        readable.map(({ sent }) => sent),
      );
      const unreadable = rows.flatMap((row) =>
        "message" in row ? [{ line: row.line, code: "invalid", message: row.message }] : [],
      );
      const refused = taken.rejected.map(({ index, ...reason }) => ({ line: lineAt(index), ...reason }));
      const rejected = [...unreadable, ...refused].sort((a, b) => a.line - b.line);
      const shown = rejected.slice(0, mostShown).map(({ line, message }) => `  line ${line}: ${message}`);
      const more = rejected.length - shown.length;
      const { accepted, duplicates, duplicateIndexes } = taken;
      return {
        json: { accepted, duplicates, duplicateLines: duplicateIndexes.map(lineAt), rejected },
        text: [
          `${accepted} adjustments taken, ${duplicates} known already, ${rejected.length} rejected.`,
          ...shown,
          ...(more > 0 ? [`  … and ${more} more.`] : []),
        ].join("\n"),
      };
    });
  },
});
