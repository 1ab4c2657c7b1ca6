import { withTenantSnapshot } from "@/db/tenant";
import type { Site } from "./given-project";

export type Ledger = {
  received: number;
  accepted: number;
  duplicate: number;
  ignored: number;
  rejected: number;
  /** By reason. */
  reasons: Record<string, number>;
};

/** What the project's ledger says about all hours together. Reasons are named "outcome reason". */
export const ledgerOf = ({ scope }: Site): Promise<Ledger> =>
  withTenantSnapshot(scope, async (tx) => {
    const rows = await tx<{ outcome: string; reason: string; events: number }[]>`
      select outcome, reason, sum(events)::int as events from ingestion_ledger group by outcome, reason
      order by outcome, reason`;
    const of = (outcome: string) =>
      rows.filter((row) => row.outcome === outcome).reduce((sum, { events }) => sum + events, 0);
    return {
      received: of("received"),
      accepted: of("accepted"),
      duplicate: of("duplicate"),
      ignored: of("ignored"),
      rejected: of("rejected"),
      reasons: Object.fromEntries(
        rows
          .filter(({ reason }) => reason !== "")
          .map(({ outcome, reason, events }) => [`${outcome} ${reason}`, events]),
      ),
    };
  });
