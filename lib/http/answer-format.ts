import { z } from "zod";
import { csvOf } from "@/lib/csv";
import { AppError } from "@/lib/errors";
import type { ReportName, Reports } from "@/lib/reports/question";
import { json } from "./serve";
import { tablesOf } from "./tables/tables-of";

/** How an answer is wanted; `table` is one of a report that has several. */
export const formatQuery = z.strictObject({
  format: z.enum(["json", "csv"], { error: 'The format is "json" or "csv".' }).optional(),
  table: z.string().max(40).optional(),
});
type Wanted = z.infer<typeof formatQuery>;

/** Whether CSV is asked for, in the address or in the header `accept`. */
export const wantsCsv = (request: Request, { format }: Pick<Wanted, "format">): boolean =>
  format === undefined ? /\btext\/csv\b/i.test(request.headers.get("accept") ?? "") : format === "csv";

/** CSV to be kept as a file of that name. */
export const csvResponse = (csv: string, file: string, headers: Record<string, string> = {}): Response =>
  new Response(csv, {
    headers: {
      "cache-control": "no-store",
      "content-type": "text/csv; charset=utf-8; header=present",
      "content-disposition": `attachment; filename="${file}"`,
      vary: "accept",
      ...headers,
    },
  });

/** The answer of a report as JSON, or one of its tables as CSV where the request asks for that. */
export const formatAnswer = <N extends ReportName>(
  report: N,
  answer: Reports[N]["answer"],
  request: Request,
  wanted: Wanted,
): Response => {
  if (!wantsCsv(request, wanted)) {
    if (wanted.table === undefined) return json(answer);
    throw new AppError("invalid", "Only CSV has tables: add format=csv.", "table");
  }
  const tables = tablesOf[report](answer);
  const table = wanted.table === undefined ? tables[0] : tables.find(({ name }) => name === wanted.table);
  if (!table) {
    const names = tables.map(({ name }) => name).join(", ");
    throw new AppError(
      "invalid",
      `The report ${report} has no table ${wanted.table}. It has: ${names}.`,
      "table",
    );
  }
  return csvResponse(csvOf(table), `${report}-${table.name}.csv`);
};
