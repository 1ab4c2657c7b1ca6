import { csvFields } from "@/lib/csv-fields";
import { AppError } from "@/lib/errors";

/** A line of a file as it would be sent, or what is wrong with it. */
export type FileRow = { line: number } & ({ sent: object } | { message: string });

const columns = ["orderId", "type", "amountMinor", "currency", "occurredAt", "adjustmentId"];
const required = ["orderId", "type", "occurredAt"];

const nameOf = (header: string): string | undefined =>
  columns.find((column) => column.toLowerCase() === header.replace(/[_\s-]/g, "").toLowerCase());

const delimiters = [",", ";", "\t"];

const csvRow = (header: readonly (string | undefined)[], text: string, line: number): FileRow => {
  const fields = csvFields(text, delimiters);
  if (!fields) return { line, message: "This line is no CSV: a quote is not closed where it should be." };
  if (fields.length > header.length)
    return { line, message: `This line has ${fields.length} fields, the header ${header.length}.` };
  const stated = fields.flatMap((field, place): [string, string | number][] => {
    const name = header[place];
    if (!name || field === "") return [];
    return [[name, name === "amountMinor" && /^-?\d+$/.test(field) ? Number(field) : field]];
  });
  return { line, sent: Object.fromEntries(stated) };
};

const jsonRow = (text: string, line: number): FileRow => {
  try {
    const sent: unknown = JSON.parse(text);
    if (typeof sent === "object" && sent !== null) return { line, sent };
  } catch {
    // Said below.
  }
  return { line, message: "This line is no JSON object." };
};

const headerOf = (text: string): (string | undefined)[] => {
  const header = (csvFields(text, delimiters) ?? []).map(nameOf);
  const missing = required.filter((column) => !header.includes(column));
  if (missing.length === 0) return header;
  throw new AppError(
    "invalid",
    `The first line of a CSV file names its columns; ${missing.join(", ")} is missing. The columns are ${columns.join(", ")}, in any order.`,
    "file",
  );
};

/**
 * Reads adjustments from CSV with a header, or from lines of JSON, one a line. Columns of other names are left out. Throws
 * `invalid` for CSV whose header names no adjustments.
 */
export const parseRows = (text: string): FileRow[] => {
  const lines = text
    .split(/\r\n|\n|\r/)
    .map((content, place) => ({ content, line: place + 1 }))
    .filter(({ content }) => content.trim() !== "");
  const [first, ...rest] = lines;
  if (!first) return [];
  if (first.content.trimStart().startsWith("{"))
    return lines.map(({ content, line }) => jsonRow(content, line));
  const header = headerOf(first.content);
  return rest.map(({ content, line }) => csvRow(header, content, line));
};
