import type { Job } from "@/lib/jobs/run-jobs";
import { forgetOld, reconcileLedger } from "./upkeep-store";

const hourMs = 3_600_000;

/** What ingestion needs done in the background, for every project. */
export const ingestionJobs: readonly Job[] = [
  { name: "forget what is kept for a limited time", everyMs: hourMs, run: forgetOld },
  {
    name: "reconcile the ingestion ledger",
    everyMs: hourMs,
    run: async (scope) => {
      for (const { hour, received, explained, accepted, stored } of await reconcileLedger(scope))
        console.error(
          `Project ${scope.projectId}, ${hour}: ${received} events received and ${explained} explained, ${accepted} accepted and ${stored} stored.`,
        );
    },
  },
];
