import type { ProjectScope } from "@/db/scope";
import type { IngestResult } from "@/lib/ingestion/draft";
import { ingestionSettings } from "@/lib/ingestion/settings-store";
import { appendEvents } from "@/lib/ingestion/store";
import type { RepairRequest, ReplayCursor, ReplayStep } from "./definition";
import { markReplayed, type NewReason, nextWaiting, restateReasons } from "./rejected-store";
import { type Tried, tryRepair } from "./try-repair";

const mostInStep = 200;

/** Events of one request were received together; each request is appended with the time it came at first. */
const send = (scope: ProjectScope, receivedAt: number, tried: readonly Tried[]): Promise<IngestResult> =>
  appendEvents(
    scope,
    "secret",
    tried.map(({ message }) => message),
    { receivedAt },
  );

const byReceipt = (tried: readonly Tried[]): Map<number, Tried[]> => {
  const groups = new Map<number, Tried[]>();
  for (const one of tried) {
    const group = groups.get(one.receivedAt);
    if (group) group.push(one);
    else groups.set(one.receivedAt, [one]);
  }
  return groups;
};

const refusalsOf = (tried: readonly Tried[]): NewReason[] =>
  tried.flatMap(({ event, outcome }) => (typeof outcome === "string" ? [] : [{ id: event.id, ...outcome }]));

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/**
 * Repairs the next 200 events that were rejected for a reason and sends them again, with the time of their first
 * receipt. Safe to repeat at any moment: what was stored is found by its message id. Those that are refused again stay,
 * with the new reason; what the project's settings do not want stays as it is. Ask again with `next` until it is null.
 */
export const replayStep = async (
  scope: ProjectScope,
  { code, repair, until, after }: RepairRequest & { after: ReplayCursor | null },
): Promise<ReplayStep> => {
  const settings = await ingestionSettings(scope);
  const events = await nextWaiting(scope, { code, until, after, limit: mostInStep });
  const tried = events.map((event) => tryRepair(scope, settings, event, repair));
  const ready = tried.filter(({ outcome }) => outcome === "accepted");
  const sent = await Promise.all(
    [...byReceipt(ready)].map(([receivedAt, group]) => send(scope, receivedAt, group)),
  );
  // Whatever was sent is done with here: a copy that the database refused waits by itself now, with its own reason.
  await markReplayed(scope, { ids: ready.map(({ event }) => event.id) });
  const refused = refusalsOf(tried);
  await restateReasons(scope, { reasons: refused });
  const last = events.length === mostInStep ? events.at(-1) : undefined;
  return {
    accepted: sum(sent.map(({ accepted }) => accepted)),
    duplicates: sum(sent.map(({ duplicates }) => duplicates)),
    ignored: tried.filter(({ outcome }) => outcome === "ignored").length,
    stillRejected: refused.length + sum(sent.map(({ rejected }) => rejected.length)),
    next: last ? { receivedAt: last.receivedAt, id: last.id } : null,
  };
};
