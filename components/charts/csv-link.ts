import { csvFileName, type DataTable, tableToCsv } from "./data-table";

/** A link to the table as a file, complete in itself: nothing to fetch and no script. */
export const csvLink = (table: DataTable, ...name: string[]): { href: string; fileName: string } => ({
  href: `data:text/csv;charset=utf-8,${encodeURIComponent(tableToCsv(table))}`,
  fileName: csvFileName(...name),
});
