import type { ProjectScope } from "@/db/scope";
import type { RawTx } from "@/db/tenant";
import { valueKinds } from "./column-format";
import { decodeColumn } from "./decode-column";
import { loadColumns } from "./load-columns";
import type { Moment } from "./moment";
import { readCopy } from "./read-copy";
import { ownRows } from "./read-state";

/** What all values of a property are; `json` where they differ, or are lists or objects. */
export type PropertyKind = "text" | "number" | "boolean" | "json";

type Kinds = Map<string, PropertyKind | undefined>;

/** A null says nothing of what the other values are. */
const kindOf = (value: unknown): PropertyKind | undefined => {
  if (value === null || value === undefined) return undefined;
  switch (typeof value) {
    case "string":
      return "text";
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    default:
      return "json";
  }
};

const noteKind = (kinds: Kinds, field: string, kind: PropertyKind | undefined): void => {
  const known = kinds.get(field);
  kinds.set(field, known === undefined || kind === undefined || known === kind ? (known ?? kind) : "json");
};

const noteColumn = (kinds: Kinds, field: string, bytes: Uint8Array, rows: number): void => {
  const { dictionary } = decodeColumn(bytes, rows);
  noteKind(kinds, field, undefined);
  for (let code = 0; code < dictionary.size && kinds.get(field) !== "json"; code++)
    noteKind(kinds, field, kindOf(dictionary.value(code)));
};

const isProperty = (field: string): boolean => field.startsWith("property.");

/**
 * The properties that events of a moment carry, by column (`property.<name>`), sorted, and what their values are. The
 * caller's snapshot is that of the moment, whose tail has all columns.
 */
export const readPropertyKinds = async (
  tx: RawTx,
  scope: ProjectScope,
  { runs, tail }: Pick<Moment, "runs" | "tail">,
): Promise<Map<string, PropertyKind>> => {
  const kinds: Kinds = new Map();
  const mixed: { runId: number; field: string }[] = [];
  if (runs.length > 0)
    await readCopy(
      tx,
      // The fifth word of a column's header is the kind of its values.
      `select run_id, field, get_byte(substring(data from 17 for 1), 0) from journey_columns
       where ${ownRows(scope)} and run_id in (${runs.map(({ id }) => id).join()}) and field like 'property.%'`,
      (row) => {
        const field = row.text(1) ?? "";
        const stored = row.int32(2);
        if (stored === valueKinds.json) mixed.push({ runId: row.int64(0), field });
        else noteKind(kinds, field, stored === valueKinds.number ? "number" : "text");
      },
    );
  const rowsOf = new Map(runs.map(({ id, events }) => [id, events]));
  await loadColumns(tx, scope, mixed, (runId, field, bytes) =>
    noteColumn(kinds, field, bytes, rowsOf.get(runId) ?? 0),
  );
  for (const { columns, events } of tail)
    for (const [field, bytes] of columns) if (isProperty(field)) noteColumn(kinds, field, bytes, events);
  return new Map(
    [...kinds]
      .map(([field, kind]): [string, PropertyKind] => [field, kind ?? "json"])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
};
