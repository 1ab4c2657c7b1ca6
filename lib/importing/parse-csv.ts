import { parse } from "csv-parse/sync";
import type { RejectedRow } from "./definition";
import type { Block } from "./read-blocks";

const mostLinesOfRow = 200;
const largestWindow = 2000;

/** A row of the file: `line` is where it begins, `text` what stands there. */
export type CsvRow = { line: number; text: string; fields: string[] };
export type CsvRows = { rows: CsvRow[]; bad: RejectedRow[] };

class Runaway extends Error {}

const isOpenQuote = (error: unknown): boolean =>
  (error as { code?: unknown } | null)?.code === "CSV_QUOTE_NOT_CLOSED";

/** Turns lines into CSV rows, also rows that go over several lines. */
class CsvReader {
  private open: string[] = [];
  private width: number | undefined;

  constructor(
    private readonly delimiter: string,
    columns: number | undefined,
  ) {
    this.width = columns;
  }

  /** `line` is the number of the first of these lines; what may continue in the next block is kept until then. */
  read(block: readonly string[], line: number, isLast = false): CsvRows {
    const lines = [...this.open, ...block];
    const firstLine = line - this.open.length;
    const found: CsvRows = { rows: [], bad: [] };
    let window = largestWindow;
    let at = 0;
    while (at < lines.length) {
      const end = Math.min(at + window, lines.length);
      const parsed = this.parseLines(lines.slice(at, end), firstLine + at, found.rows);
      at += parsed.used;
      if (parsed.end === "whole") window = Math.min(window * 2, largestWindow);
      else if (parsed.end === "runaway" || end - at > mostLinesOfRow || (isLast && end === lines.length)) {
        found.bad.push({
          line: firstLine + at,
          code: "quote_not_closed",
          message: 'A quote (") opens on this line and is not closed where it should be.',
        });
        at++;
        window = 8;
      } else if (end < lines.length) window = mostLinesOfRow + 1;
      else break;
    }
    this.open = lines.slice(at);
    return found;
  }

  /** Adds the complete rows and says how many lines they take up, and why the reading ended there. */
  private parseLines(
    lines: readonly string[],
    firstLine: number,
    rows: CsvRow[],
  ): { used: number; end: "whole" | "open" | "runaway" } {
    let used = 0;
    const skipBlank = () => {
      while (lines[used] === "") used++;
    };
    try {
      // The parser would count a lone carriage return as a line of its own.
      parse(lines.join("\n").replaceAll("\r", " "), {
        delimiter: this.delimiter,
        record_delimiter: "\n",
        relax_quotes: true,
        relax_column_count: true,
        skip_empty_lines: true,
        on_record: (fields: string[], { lines: end }) => {
          skipBlank();
          this.width ??= fields.length;
          const height = end - used;
          if (height > mostLinesOfRow || (height > 1 && fields.length !== this.width)) throw new Runaway();
          rows.push({ line: firstLine + used, text: lines.slice(used, end).join("\n"), fields });
          used = end;
          return null;
        },
      });
      return { used: lines.length, end: "whole" };
    } catch (error) {
      skipBlank();
      if (error instanceof Runaway) return { used, end: "runaway" };
      if (isOpenQuote(error)) return { used, end: "open" };
      throw error;
    }
  }
}

/**
 * CSV rows of a file, read by csv-parse. `columns` is their number when the file has no header. A quote that is
 * never closed costs its own line only: reading goes on with the line after it.
 */
export async function* parseCsv(
  blocks: AsyncIterable<Block>,
  { delimiter, columns }: { delimiter: string; columns?: number },
): AsyncGenerator<CsvRows> {
  const reader = new CsvReader(delimiter, columns);
  let next = 1;
  for await (const block of blocks) {
    const { rows, bad } = reader.read(block.lines, block.firstLine);
    next = block.firstLine + block.lines.length;
    yield { rows, bad: [...bad, ...block.bad] };
  }
  yield reader.read([], next, true);
}
