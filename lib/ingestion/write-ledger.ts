import type { RawTx } from "@/db/tenant";
import type { LedgerCounts } from "./ledger-counts";
import { textColumn } from "./text-column";

/** Counts as the functions `add_to_ledger` and `append_events` of the database take them. */
export const ledgerColumns = (counts: LedgerCounts): (string | null)[] => {
  const rows = counts.sorted();
  return [
    textColumn(rows, (row) => row.keyId),
    textColumn(rows, (row) => row.outcome),
    textColumn(rows, (row) => row.reason),
    rows.map(({ events }) => events).join(),
  ];
};

/** Adds counts to the hour of this transaction, which is the hour of receipt of the events it writes. */
export const writeLedger = async (tx: RawTx, counts: LedgerCounts): Promise<void> => {
  const columns = ledgerColumns(counts);
  if (columns[0] !== null) await tx.unsafe("select add_to_ledger($1,$2,$3,$4)", columns, { prepare: true });
};
