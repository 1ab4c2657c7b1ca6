import { csvOf } from "@/lib/csv";

/** One number or name: as people read it, and as a spreadsheet does (`null`: cannot be said). */
export type TableCell = { text: string; raw: string | number | null };

export type TableColumn = {
  /** Carries the unit, so that cells need not. */
  label: string;
  numeric?: boolean;
};

/** The numbers behind a chart. */
export type DataTable = { columns: TableColumn[]; rows: TableCell[][] };

/** The table as CSV, with a mark that lets Excel read it as UTF-8. */
export const tableToCsv = ({ columns, rows }: DataTable): string =>
  `\ufeff${csvOf({
    columns: columns.map(({ label }) => label),
    rows: rows.map((row) => row.map(({ raw }) => raw)),
  })}`;

/** "visitors-by-step-2026-10-26-2026-11-22.csv", from any words. */
export const csvFileName = (...words: string[]): string =>
  `${words
    .join(" ")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "")}.csv`;
