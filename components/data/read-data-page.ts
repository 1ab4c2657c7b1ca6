import "server-only";
import type { ProjectAccess } from "@/lib/auth/authorize";
import { clock } from "@/lib/clock";
import { hourlyLedger, ledgerCheck, reasonCounts } from "@/lib/data-health/ledger-store";
import { parseEvent } from "@/lib/data-health/parse-event";
import { rejectedReasons } from "@/lib/data-health/rejected-store";
import { latestArrivals } from "@/lib/data-health/stream-store";
import { suggestRepair } from "@/lib/data-health/suggest-repair";
import { arrivalsShown, hoursIn, type Span } from "./data-params";
import { prepareArrivals } from "./prepare-arrivals";
import { prepareOthers, prepareRejected, timesOf } from "./prepare-reasons";

/** Everything the page shows, ready to be drawn. */
export const readDataPage = async ({ scope, project }: ProjectAccess, span: Span) => {
  const now = clock.now();
  const hours = hoursIn(span, now);
  const { timezone, currency } = project;
  const [ledger, counts, check, reasons, latest] = await Promise.all([
    hourlyLedger(scope, hours),
    reasonCounts(scope, hours),
    ledgerCheck(scope, hours),
    rejectedReasons(scope),
    latestArrivals(scope, { limit: arrivalsShown }),
  ]);
  const times = timesOf(timezone);
  const suggested = reasons.map((reason) => {
    const { code, example } = reason;
    const raw = parseEvent(example.payload);
    return { reason, suggestion: suggestRepair({ code, path: example.path, raw, currency }) };
  });
  return {
    arrivals: prepareArrivals(ledger, { ...hours, timezone, now }),
    check,
    counts,
    rejected: prepareRejected(counts, suggested, times),
    others: prepareOthers(counts, times),
    latest,
    /** What is received later is not part of a replay that begins on this page. */
    until: new Date(now).toISOString(),
  };
};
