import type { ProjectScope } from "@/db/scope";
import type { RawTx } from "@/db/tenant";
import { decodeApart, emptyColumn, type SourceColumn } from "./decode-column";
import { decodeCore } from "./decode-core";
import { loadColumns } from "./load-columns";
import type { StoredRun } from "./read-state";
import type { RunCore } from "./run";
import type { ScratchMemory } from "./scratch-memory";

/** Columns of a stored run whose values are on memory of their own; all else is good until its memory is used again. */
export type RunApart = {
  core: RunCore | undefined;
  /** A field that no row of the run has is a column of zeros. */
  column: (field: string) => SourceColumn;
  /** What the values of a field take. */
  valueBytes: (field: string) => number;
};

/** Loads columns of runs into `scratch`, `core` among them if it is named, to gather them. By the id of the run. */
export const loadApart = async (
  tx: RawTx,
  scope: ProjectScope,
  runs: readonly StoredRun[],
  fields: readonly string[],
  scratch: ScratchMemory,
): Promise<Map<number, RunApart>> => {
  const bytesOf = new Map(runs.map(({ id }) => [id, new Map<string, Uint8Array>()]));
  const wanted = runs.flatMap(({ id, prefix = "" }) =>
    fields.map((field) => ({ runId: id, field: prefix + field })),
  );
  const room = (bytes: number) => scratch.room(bytes);
  await loadColumns(tx, scope, wanted, (id, field, bytes) => bytesOf.get(id)?.set(field, bytes), room);
  return new Map(
    runs.map(({ id, events, prefix = "" }): [number, RunApart] => {
      const stored = bytesOf.get(id) ?? new Map<string, Uint8Array>();
      const core = stored.get(`${prefix}core`);
      stored.delete(`${prefix}core`);
      const columns = new Map(
        [...stored].map(([field, bytes]) => [field.slice(prefix.length), decodeApart(bytes, events, room)]),
      );
      return [
        id,
        {
          core: core && decodeCore(core, room),
          column: (field) => columns.get(field) ?? emptyColumn(events),
          valueBytes: (field) => columns.get(field)?.valueBytes ?? 0,
        },
      ];
    }),
  );
};
