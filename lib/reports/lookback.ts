import type { Range } from "./range";
import type { Needs } from "./report";

const dayMs = 86_400_000;

/** Senders name their sessions and page views themselves; one that lasts longer than this is not waited for. */
const longestStayMs = 31 * dayMs;
/** A copy hides behind a first occurrence up to 30 days before, which may itself be a copy: three in a chain. */
const copiesBackMs = 93 * dayMs;
/** A copy fills in the value of a first occurrence up to 30 days before. */
const copiesAheadMs = 31 * dayMs;

/** What of a question reaches beyond its ranges. */
export type Reach = {
  fields: ReadonlySet<string>;
  /** Events are told apart by session. */
  bySession: boolean;
  /** Sessions of the range count whole. */
  wholeSessions: boolean;
  /** A goal is counted by key. */
  byKey: boolean;
  /** How long after the range events may still belong to it, ms. */
  aheadMs?: number;
};

/** How far before and after its ranges a question looks. */
export const needsOf = (
  ranges: readonly Range[],
  { fields, bySession, wholeSessions, byKey, aheadMs = 0 }: Reach,
): Needs => {
  const byChannel = fields.has("channel");
  const staysBack = bySession || wholeSessions || byChannel || fields.has("property.viewId");
  const backMs = Math.max(staysBack ? longestStayMs : 0, byKey ? copiesBackMs : 0);
  // What a later event says about the channel of its session holds for the earlier ones, too.
  const staysAheadMs = wholeSessions || byChannel ? longestStayMs : 0;
  const reachMs = Math.max(aheadMs + staysAheadMs, byKey ? copiesAheadMs : 0);
  return {
    fields: staysBack ? new Set([...fields, "sessionId"]) : fields,
    from: Math.min(...ranges.map(({ from }) => from)) - backMs,
    to: Math.max(...ranges.map(({ to }) => to)) + reachMs,
  };
};
