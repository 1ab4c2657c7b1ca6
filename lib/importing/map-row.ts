import { Temporal } from "temporal-polyfill";
import type { ImportMap, ValueSource } from "./definition";

/** Reads one column of a row. Looked up once a file, so a wrong name is found before the first row. */
export type ColumnReader<Row> = (row: Row) => unknown;
/** Finds a column by name; `path` is where the map names it. Throws `invalid` when the file has no such column. */
export type FindColumn<Row> = (column: string, path: string) => ColumnReader<Row>;

export type Refusal = { code: string; path: string; message: string };
export type MappedRow =
  | { event: Record<string, unknown>; refused?: undefined }
  | { event?: undefined; refused: Refusal };

type Target = Record<string, unknown>;
/** Reads a value of the row into the event under way, unless it has to be refused. */
type Fill<Row> = (row: Row, target: Target, eventName: string) => Refusal | undefined;

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const withoutZone = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?))?$/;

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === "";

const asText = (value: unknown): string =>
  typeof value === "object" ? JSON.stringify(value) : String(value);

const asNumber = (value: unknown): number | null => {
  const text = String(value).trim();
  const number = decimal.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : null;
};

const put = (target: Target, keys: readonly string[], value: unknown): void => {
  let place = target;
  for (const key of keys.slice(0, -1)) {
    place[key] ??= {};
    place = place[key] as Target;
  }
  const last = keys.at(-1);
  if (last !== undefined) place[last] = value;
};

const beforeSeparator = (text: string, separator: string | undefined): string =>
  separator === undefined ? text : (text.split(separator, 1)[0] ?? text);

const fill = <Row>(
  source: ValueSource,
  keys: readonly string[],
  path: string,
  find: FindColumn<Row>,
): Fill<Row> => {
  if (typeof source === "string") return fill({ column: source }, keys, path, find);
  const only = source.onlyFor && new Set(source.onlyFor);
  if ("value" in source)
    return (_, target, eventName) => {
      if (!only || only.has(eventName)) put(target, keys, source.value);
      return undefined;
    };
  const { type, before } = source;
  const read = find(source.column, `${path}.column`);
  return (row, target, eventName) => {
    if (only && !only.has(eventName)) return;
    const given = read(row);
    if (isEmpty(given)) return;
    const value = before === undefined ? given : beforeSeparator(asText(given), before);
    if (isEmpty(value)) return;
    if (type !== "number") {
      put(target, keys, type === "text" ? asText(value) : value);
      return;
    }
    const number = asNumber(value);
    if (number === null)
      return {
        code: "not_a_number",
        path,
        message: `This is not a number: ${JSON.stringify(asText(value).slice(0, 80))}. Write it like 1299.95.`,
      };
    put(target, keys, number);
  };
};

/** A time without a zone is local to the map's timezone; all others are read by ingestion, for files as for senders. */
const toZoned = (value: unknown, timezone: string | undefined): unknown => {
  const local = timezone && typeof value === "string" ? withoutZone.exec(value.trim()) : null;
  if (!local || !timezone) return value;
  try {
    const at = Temporal.PlainDateTime.from(`${local[1]}T${local[2] ?? "00:00"}`).toZonedDateTime(timezone);
    return new Date(at.epochMilliseconds).toISOString();
  } catch (error) {
    if (error instanceof RangeError) return value;
    throw error;
  }
};

/**
 * Turns a map into the function that makes a wire event of a row, or says why it cannot. Throws `invalid` when the
 * map names a column that the file does not have.
 */
export const mapRows = <Row>(map: ImportMap, find: FindColumn<Row>): ((row: Row) => MappedRow) => {
  const names = new Map("column" in map.event ? Object.entries(map.event.names ?? {}) : []);
  const readName = "column" in map.event ? find(map.event.column, "event.column") : undefined;
  const fixedName = "value" in map.event ? map.event.value : "";
  const timezone = typeof map.timestamp === "string" ? undefined : map.timestamp.timezone;
  const readTime =
    typeof map.timestamp === "string"
      ? find(map.timestamp, "timestamp")
      : find(map.timestamp.column, "timestamp.column");
  const ids = (["userId", "anonymousId", "messageId"] as const).flatMap((name) => {
    const column = map[name];
    return column === undefined ? [] : [{ name, read: find(column, name) }];
  });
  const fills = [
    ...Object.entries(map.context).map(([key, source]) =>
      fill(source, ["context", ...key.split(".")], `context.${key}`, find),
    ),
    ...Object.entries(map.properties).map(([key, source]) =>
      fill(source, ["properties", key], `properties.${key}`, find),
    ),
  ];
  return (row) => {
    const given = readName ? asText(readName(row) ?? "").trim() : fixedName;
    const name = names.get(given) ?? given;
    const event: Target = { type: "track", event: name, timestamp: toZoned(readTime(row), timezone) };
    for (const { name: id, read } of ids) {
      const value = read(row);
      if (!isEmpty(value)) event[id] = id === "messageId" ? asText(value) : value;
    }
    for (const one of fills) {
      const refused = one(row, event, name);
      if (refused) return { refused };
    }
    return { event };
  };
};
