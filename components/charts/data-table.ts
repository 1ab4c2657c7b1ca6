/** One number or name: as people read it, and as a spreadsheet does (`null`: cannot be said). */
export type TableCell = { text: string; raw: string | number | null };

export type TableColumn = {
  /** Carries the unit, so that cells need not. */
  label: string;
  numeric?: boolean;
};

/** The numbers behind a chart. */
export type DataTable = { columns: TableColumn[]; rows: TableCell[][] };

/**
 * The table as CSV (RFC 4180, with a mark that lets Excel read it as UTF-8). Text that a spreadsheet would run as a
 * formula gets an apostrophe in front; numbers stay numbers.
 */
export const tableToCsv = ({ columns, rows }: DataTable): string => {
  const lines = [columns.map((column) => csvText(column.label)), ...rows.map((row) => row.map(csvCell))];
  return `\ufeff${lines.map((line) => `${line.join(",")}\r\n`).join("")}`;
};

const csvCell = ({ raw }: TableCell): string =>
  raw === null ? "" : typeof raw === "number" ? String(raw) : csvText(raw);

const csvText = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** "visitors-by-step-2026-10-26-2026-11-22.csv", from any words. */
export const csvFileName = (...words: string[]): string =>
  `${words
    .join(" ")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "")}.csv`;
