/** What stands in one field: text, a number, or nothing where nothing can be said. */
export type Cell = string | number | boolean | null | undefined;

const startsFormula = /^[=+\-@\t\r\n＝＋－＠]/;
const plainNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * One field (RFC 4180). Text that a spreadsheet would run as a formula gets an apostrophe in front, unless it is a plain
 * number.
 */
export const csvField = (cell: Cell): string => {
  if (cell === null || cell === undefined) return "";
  const text = String(cell);
  const safe = startsFormula.test(text) && !plainNumber.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** A field's text without the apostrophe that `csvField` puts in front of what looks like a formula. */
export const withoutApostrophe = (text: string): string =>
  text.startsWith("'") && startsFormula.test(text.slice(1)) ? text.slice(1) : text;

/** A table as CSV: its names in the first line, lines end with CR LF. */
export const csvOf = ({
  columns,
  rows,
}: {
  columns: readonly string[];
  rows: readonly (readonly Cell[])[];
}): string => [columns, ...rows].map((row) => `${row.map(csvField).join(",")}\r\n`).join("");
