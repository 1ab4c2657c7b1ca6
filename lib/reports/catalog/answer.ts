import type { Column } from "@/lib/matching/column";
import type { ReportContext } from "../report-context";
import type { CatalogAnswer, CatalogEntry } from "./definition";

const mostEntries = 200;

/** The columns the question reads. */
export const catalogFields = (): Set<string> => new Set(["path"]);

/** Distinct values with how often and when last, most frequent first. */
const entriesOf = (column: Column, { log, now }: ReportContext): CatalogEntry[] => {
  const counts = new Float64Array(column.values.length);
  const lastSeen = new Float64Array(column.values.length);
  for (let row = 0; row < log.count; row++) {
    const code = column.codes[row] ?? -1;
    const at = log.at[row] ?? 0;
    if (code < 0 || at > now) continue;
    counts[code] = (counts[code] ?? 0) + 1;
    if (at > (lastSeen[code] ?? 0)) lastSeen[code] = at;
  }
  return column.values
    .map((value, code) => ({
      name: String(value),
      count: counts[code] ?? 0,
      lastSeen: new Date(lastSeen[code] ?? 0).toISOString(),
    }))
    .filter((entry) => entry.count > 0)
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
    .slice(0, mostEntries);
};

/** Answers what arrives: event names and pages, most frequent first. */
export const answerCatalog = (
  context: ReportContext,
): Omit<CatalogAnswer, "computed"> & { read: { journeys: number; events: number } } => ({
  events: entriesOf(context.log.name, context),
  pages: entriesOf(context.log.column("path"), context),
  read: { journeys: 0, events: context.log.count },
});
