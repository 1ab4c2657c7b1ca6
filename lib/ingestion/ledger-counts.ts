export type Outcome = "received" | "accepted" | "duplicate" | "ignored" | "rejected" | "flagged" | "refused";

type Count = { keyId: string; outcome: Outcome; reason: string; events: number };

/** What became of events, by key, outcome and reason, on its way into the ledger. */
export class LedgerCounts {
  private readonly counts = new Map<string, Count>();

  add(keyId: string, outcome: Outcome, reason: string, events: number): void {
    if (events === 0) return;
    const name = `${keyId} ${outcome} ${reason}`;
    const count = this.counts.get(name);
    if (count) count.events += events;
    else this.counts.set(name, { keyId, outcome, reason, events });
  }

  /** In one fixed order, so that instances which write at the same time never wait for each other in a circle. */
  sorted(): Count[] {
    return [...this.counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
  }
}
