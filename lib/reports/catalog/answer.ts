import type { Column } from "@/lib/matching/column";
import type { ReportContext } from "../report-context";
import type { CatalogAnswer, CatalogEntry } from "./definition";

const mostEntries = 200;

/** The columns the question reads. */
export const catalogFields = (): Set<string> => new Set(["path"]);

/** Distinct values with how often and when last, most frequent first; of the events with one name if given. */
const entriesOf = (column: Column, { log, now }: ReportContext, name?: string): CatalogEntry[] => {
  const wanted = name === undefined ? undefined : log.name.values.indexOf(name);
  const counts = new Float64Array(column.values.length);
  const lastSeen = new Float64Array(column.values.length);
  for (let row = 0; row < log.count; row++) {
    const code = column.codes[row] ?? -1;
    const at = log.at[row] ?? 0;
    if (code < 0 || at > now || (wanted !== undefined && log.name.codes[row] !== wanted)) continue;
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

/** Answers what arrives: event names and pages viewed, most frequent first. */
export const answerCatalog = (
  context: ReportContext,
): Omit<CatalogAnswer, "computed"> & { read: { journeys: number; events: number } } => ({
  events: entriesOf(context.log.name, context),
  pages: entriesOf(context.log.column("path"), context, "Page Viewed"),
  read: { journeys: 0, events: context.log.count },
});
