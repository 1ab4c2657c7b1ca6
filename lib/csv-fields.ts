import { parse } from "csv-parse/sync";

/** The fields of one line of CSV, `null` where a quote is not closed: a line that is no CSV costs itself only. */
export const csvFields = (line: string, delimiters: readonly string[]): string[] | null => {
  const [delimiter = ",", ...others] = delimiters;
  // Most lines: the parser takes long to set up.
  if (others.length === 0 && !line.includes('"')) return line.split(delimiter).map((field) => field.trim());
  try {
    const [fields = []]: string[][] = parse(line, {
      delimiter: [...delimiters],
      trim: true,
      relax_column_count: true,
    });
    return fields;
  } catch {
    return null;
  }
};
