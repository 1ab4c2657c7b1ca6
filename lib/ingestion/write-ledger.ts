import type { RawTx } from "@/db/tenant";
import type { LedgerCounts } from "./ledger-counts";
import { textColumn } from "./text-column";

/** Adds counts to the hour of this transaction, which is the hour of receipt of the events it writes. */
export const writeLedger = async (tx: RawTx, projectId: string, counts: LedgerCounts): Promise<void> => {
  const rows = counts.sorted();
  if (rows.length === 0) return;
  await tx`
    insert into ingestion_ledger (project_id, hour, key_id, outcome, reason, events)
    select ${projectId}, date_trunc('hour', now(), 'UTC'), key_id, outcome, coalesce(reason, ''), events
    from unnest(
      string_to_array(${textColumn(rows, "keyId")}, E'\x1f')::uuid[], string_to_array(${textColumn(rows, "outcome")}, E'\x1f'),
      ${rows.map(({ reason }) => reason)}::text[], string_to_array(${rows.map(({ events }) => events).join()}, ',')::bigint[]
    ) with ordinality as t(key_id, outcome, reason, events, place)
    order by place
    on conflict (project_id, hour, key_id, outcome, reason) do update set events = ingestion_ledger.events + excluded.events`;
};
