import type { ProjectScope } from "@/db/scope";
import type { RawTx } from "@/db/tenant";
import { headerBytes } from "./column-format";
import { decodeVisitorsOnly } from "./decode-core";
import { quoted } from "./quoted";
import { readCopy } from "./read-copy";
import { ownRows, type StoredRun } from "./read-state";
import { type EncodedRun, firstPrefix } from "./run";

export type WantedColumn = { runId: number; field: string };

/**
 * Reads stored columns, `core` among them, in no particular order; those that a run has not are left out. The bytes of
 * each lie in `room`, else in memory of their own which begins with them.
 */
export const loadColumns = async (
  tx: RawTx,
  scope: ProjectScope,
  wanted: readonly WantedColumn[],
  onColumn: (runId: number, field: string, bytes: Uint8Array) => void,
  room = (bytes: number) => new Uint8Array(bytes),
): Promise<void> => {
  if (wanted.length === 0) return;
  const pairs = wanted.map(({ runId, field }) => `(${runId}::bigint, ${quoted(field)}::text)`);
  const query = `select run_id, field, data from journey_columns
    where ${ownRows(scope)} and (run_id, field) in (values ${pairs.join()})`;
  await readCopy(tx, query, (row) => onColumn(row.int64(0), row.text(1) ?? "", row.copyBytes(2, room)));
};

/** Reads all rows of a run. */
export const loadRun = async (
  tx: RawTx,
  scope: ProjectScope,
  { id, month, shard, shards, events, visitors }: StoredRun,
): Promise<EncodedRun> => {
  const columns = new Map<string, Uint8Array>();
  await readCopy(
    tx,
    `select field, data from journey_columns
     where ${ownRows(scope)} and run_id = ${id} and not starts_with(field, '${firstPrefix}')`,
    (row) => columns.set(row.text(0) ?? "", row.ownBytes(1)),
  );
  return { month, shard, shards, events, visitors, columns };
};

/** The runs in which one of these visitors has rows, found by the beginning of `core` alone. */
export const runsThatHold = async (
  tx: RawTx,
  scope: ProjectScope,
  runs: readonly StoredRun[],
  visitors: ReadonlySet<number>,
): Promise<StoredRun[]> => {
  if (visitors.size === 0 || runs.length === 0) return [];
  const holding = new Set<number>();
  const query = `select r.id, substring(c.data from 1 for ${headerBytes} + 4 * r.visitors)
    from journey_runs r join journey_columns c on c.project_id = r.project_id and c.run_id = r.id and c.field = 'core'
    where r.${ownRows(scope)} and r.id in (${runs.map(({ id }) => id).join()})`;
  await readCopy(tx, query, (row) => {
    const numbers = decodeVisitorsOnly(row.ownBytes(1));
    for (let i = 0; i < numbers.length; i++)
      if (visitors.has(numbers[i] ?? 0)) {
        holding.add(row.int64(0));
        return;
      }
  });
  return runs.filter(({ id }) => holding.has(id));
};
