import { expect } from "vitest";
import type { Site } from "@/db/testing/given-project";
import { type Ledger, ledgerOf } from "@/db/testing/ledger-of";
import type { Tally } from "./given-load";

const sum = (ledgers: readonly Ledger[], of: (ledger: Ledger) => number): number =>
  ledgers.reduce((total, ledger) => total + of(ledger), 0);

/** Holds what the senders know against the log and the ledger of the projects; answers what both say in words. */
export const expectNothingLost = async (sites: readonly Site[], tally: Tally): Promise<string> => {
  const { sent, acknowledged } = tally;
  const stored = (await Promise.all(sites.map((site) => site.stored()))).flat();
  const ids = new Set(stored.map(({ messageId }) => messageId));
  const ledgers = await Promise.all(sites.map(ledgerOf));
  expect({
    lost: [...acknowledged].filter((id) => !ids.has(id)).length,
    twice: stored.length - ids.size,
    neverStored: [...sent].filter((id) => !ids.has(id)).length,
    storedInLedger: sum(ledgers, ({ reasons }) => reasons["accepted event"] ?? 0),
  }).toEqual({ lost: 0, twice: 0, neverStored: 0, storedInLedger: sent.size });
  for (const { received, accepted, duplicate, ignored, rejected } of ledgers)
    expect(received).toBe(accepted + duplicate + ignored + rejected);
  const duplicates = sum(ledgers, ({ duplicate }) => duplicate);
  expect(duplicates).toBeGreaterThanOrEqual(tally.duplicates);
  const statuses = [...tally.statuses].sort(([a], [b]) => a - b);
  const answers = statuses.map(([status, count]) => `${count} × ${status || "no answer"}`).join(", ");
  return `${sent.size} sent, ${acknowledged.size} acknowledged, ${stored.length} stored, 0 lost, 0 twice, ${duplicates} duplicates; ${answers}`;
};
