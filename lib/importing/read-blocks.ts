import { isUtf8 } from "node:buffer";
import type { RejectedRow } from "./definition";

const longestLineBytes = 1024 * 1024;
const newline = 0x0a;

/** Consecutive lines of a file. A line that cannot be read stands there as blank and is listed in `bad`. */
export type Block = { firstLine: number; lines: string[]; bad: RejectedRow[] };

const tooLong = (line: number): RejectedRow => ({
  line,
  code: "too_large",
  message: "The line is longer than 1 MiB.",
});

const notUtf8 = (line: number): RejectedRow => ({
  line,
  code: "not_utf8",
  message: "The line is not UTF-8 text. Save the file as UTF-8.",
});

const splitLines = (bytes: Buffer, firstLine: number): Block => {
  if (isUtf8(bytes)) return { firstLine, lines: bytes.toString("utf8").split("\n"), bad: [] };
  const block: Block = { firstLine, lines: [], bad: [] };
  let start = 0;
  while (start <= bytes.length) {
    const found = bytes.indexOf(newline, start);
    const end = found === -1 ? bytes.length : found;
    const line = bytes.subarray(start, end);
    if (!isUtf8(line)) block.bad.push(notUtf8(firstLine + block.lines.length));
    block.lines.push(isUtf8(line) ? line.toString("utf8") : "");
    start = end + 1;
  }
  return block;
};

const tidy = (block: Block): Block => {
  const { lines } = block;
  if (block.firstLine === 1 && lines[0]?.startsWith("\ufeff")) lines[0] = lines[0].slice(1);
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i];
    if (line?.endsWith("\r")) lines[i] = line.slice(0, -1);
  }
  return block;
};

/**
 * Cuts bytes into lines, numbered from 1, without line ends and byte order mark. Holds one chunk and the start of one
 * line at a time, whatever the size of the file.
 */
export async function* readBlocks(chunks: AsyncIterable<Buffer>): AsyncGenerator<Block> {
  let line = 1;
  let rest: Buffer = Buffer.alloc(0);
  let skipping = false;
  for await (const chunk of chunks) {
    let bytes = chunk;
    if (skipping) {
      const end = bytes.indexOf(newline);
      if (end === -1) continue;
      bytes = bytes.subarray(end + 1);
      skipping = false;
      line++;
    }
    if (rest.length > 0) bytes = Buffer.concat([rest, bytes]);
    const lastEnd = bytes.lastIndexOf(newline);
    rest = Buffer.from(bytes.subarray(lastEnd + 1));
    if (lastEnd >= 0) {
      const block = tidy(splitLines(bytes.subarray(0, lastEnd), line));
      line += block.lines.length;
      yield block;
    }
    if (rest.length > longestLineBytes) {
      yield { firstLine: line, lines: [""], bad: [tooLong(line)] };
      rest = Buffer.alloc(0);
      skipping = true;
    }
  }
  if (rest.length > 0) yield tidy(splitLines(rest, line));
}
