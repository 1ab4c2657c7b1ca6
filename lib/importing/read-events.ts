import { hash } from "node:crypto";
import { AppError } from "@/lib/errors";
import type { ImportMap, RejectedRow } from "./definition";
import { type FindColumn, type MappedRow, mapRows } from "./map-row";
import { parseCsv } from "./parse-csv";
import type { Block } from "./read-blocks";

type WireEvent = Record<string, unknown>;
export type FileEvents = { events: { line: number; event: WireEvent }[]; rejected: RejectedRow[] };

/** The same line of the same file gets the same id again, so importing it twice or going on later adds nothing twice. */
const identify = (event: WireEvent, line: number, text: string): WireEvent => {
  const { messageId } = event;
  if (messageId !== undefined && messageId !== null && messageId !== "") return event;
  return { ...event, messageId: `import:${hash("sha256", `${line}\n${text}`, "base64url")}` };
};

const add = (found: FileEvents, mapped: MappedRow, line: number, text: string): void => {
  if (mapped.refused) found.rejected.push({ line, ...mapped.refused });
  else found.events.push({ line, event: identify(mapped.event, line, text) });
};

const csvColumns =
  (header: readonly string[]): FindColumn<readonly string[]> =>
  (column, path) => {
    const place = header.indexOf(column);
    if (place < 0)
      throw new AppError(
        "invalid",
        `The file has no column ${JSON.stringify(column)}. Its columns are: ${header.join(", ")}.`,
        path,
      );
    return (fields) => fields[place];
  };

async function* fromCsv(blocks: AsyncIterable<Block>, map: ImportMap): AsyncGenerator<FileEvents> {
  const { delimiter = ",", columns } = map.csv ?? {};
  let header = columns;
  let toEvent = header && mapRows(map, csvColumns(header));
  for await (const { rows, bad } of parseCsv(blocks, { delimiter, columns: columns?.length })) {
    const found: FileEvents = { events: [], rejected: bad };
    for (const { line, text, fields } of rows) {
      if (!header || !toEvent) {
        header = fields.map((name) => name.trim());
        toEvent = mapRows(map, csvColumns(header));
      } else if (fields.length !== header.length)
        found.rejected.push({
          line,
          code: "wrong_columns",
          message: `The row has ${fields.length} columns and should have ${header.length}.`,
        });
      else add(found, toEvent(fields), line, text);
    }
    yield found;
  }
}

const jsonColumns: FindColumn<WireEvent> = (column) => {
  const keys = column.split(".");
  return (row) => {
    if (column in row) return row[column];
    let value: unknown = row;
    for (const key of keys)
      value = typeof value === "object" && value !== null ? (value as WireEvent)[key] : undefined;
    return value;
  };
};

const parseObject = (text: string): MappedRow => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { event: { ...value } };
    return { refused: { code: "not_an_object", path: "", message: "Every line has to be a JSON object." } };
  } catch (error) {
    const why = error instanceof Error ? error.message : "";
    return { refused: { code: "invalid_json", path: "", message: `The line is not JSON: ${why}` } };
  }
};

async function* fromJsonl(
  blocks: AsyncIterable<Block>,
  map: ImportMap | undefined,
): AsyncGenerator<FileEvents> {
  const toEvent = map && mapRows(map, jsonColumns);
  for await (const { firstLine, lines, bad } of blocks) {
    const found: FileEvents = { events: [], rejected: bad };
    for (const [i, text] of lines.entries()) {
      if (text.trim() === "") continue;
      const parsed = parseObject(text);
      add(found, parsed.event && toEvent ? toEvent(parsed.event) : parsed, firstLine + i, text);
    }
    yield found;
  }
}

async function* withFirst(first: Block, rest: AsyncGenerator<Block>): AsyncGenerator<Block> {
  yield first;
  yield* rest;
}

/**
 * Turns the lines of a file into wire events, one a row. With `csv` in the map, or a first line that is no JSON
 * object, the file is CSV, otherwise JSONL; JSONL without a map has to be in the wire format already.
 */
export async function* readEvents(
  blocks: AsyncGenerator<Block>,
  map: ImportMap | undefined,
): AsyncGenerator<FileEvents> {
  let block = await blocks.next();
  const early: RejectedRow[] = [];
  while (!block.done && block.value.lines.every((line) => line.trim() === "")) {
    early.push(...block.value.bad);
    block = await blocks.next();
  }
  if (early.length > 0) yield { events: [], rejected: early };
  if (block.done) {
    if (early.length === 0) throw new AppError("invalid", "The file is empty.", "file");
    return;
  }
  const begin = block.value.lines.find((line) => line.trim() !== "") ?? "";
  const all = withFirst(block.value, blocks);
  if (!map?.csv && begin.trimStart().startsWith("{")) yield* fromJsonl(all, map);
  else if (map) yield* fromCsv(all, map);
  else
    throw new AppError(
      "invalid",
      "This is not JSONL in the wire format. Say with --map FILE.json how its columns become events; the folder examples has maps to start from.",
      "map",
    );
}
