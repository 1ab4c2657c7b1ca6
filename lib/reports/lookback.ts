import { AppError } from "@/lib/errors";
import type { SegmentFilter } from "@/lib/matching/definition";
import { mostMatchers } from "./open-units";
import type { Range } from "./range";
import type { Needs, ReportContext } from "./report";
import { checkAskedSegment, needsOfSegments } from "./segment-needs";

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
  /** All that visitors ever did. */
  history?: boolean;
  /** What is asked of the time before about how visitors came, such as whether they are new: absent where nothing is. */
  past?: readonly string[];
  /** Their columns and what they reach for are added. */
  segments: readonly (SegmentFilter | undefined)[];
  /** Where the question states each of them; `segment` unless stated. */
  segmentPaths?: readonly string[];
  /** How many matchers of its own it needs at once (one unless stated), where it states them, and what to ask instead. */
  looksFor?: { matchers: number; path: string; hint?: string };
};

const noRoom = (matchers: number, path: string, hint: string): AppError =>
  new AppError(
    "invalid",
    `A question can look for at most ${mostMatchers} different events at once, those of its segments included; this one looks for ${matchers}. ${hint}`,
    path,
  );

/** Checks that one scan can look for what segments ask about and leave room for the question itself. */
const checkRoom = ({ segments, segmentPaths, looksFor }: Reach, context: ReportContext): void => {
  for (const place of segments.keys()) {
    const { matchers } = needsOfSegments(segments.slice(0, place + 1), context);
    if (matchers.length >= mostMatchers)
      throw noRoom(
        matchers.length + (looksFor?.matchers ?? 1),
        segmentPaths?.[place] ?? "segment",
        "Name fewer in the segment.",
      );
  }
  if (!looksFor) return;
  const { path, hint = "Ask for fewer." } = looksFor;
  const all = looksFor.matchers + needsOfSegments(segments, context).matchers.length;
  if (all > mostMatchers) throw noRoom(all, path, hint);
};

/**
 * How far before and after its ranges a question looks. Throws `invalid` with the place for a segment that cannot be
 * used, and for more events than can be looked for at once.
 */
export const needsOf = (ranges: readonly Range[], reach: Reach, context: ReportContext): Needs => {
  const { wholeSessions, byKey, aheadMs = 0 } = reach;
  for (const [place, segment] of reach.segments.entries())
    if (segment) checkAskedSegment(segment, reach.segmentPaths?.[place] ?? "segment", context);
  checkRoom(reach, context);
  const ofSegments = needsOfSegments(reach.segments, context);
  const fields = new Set([...reach.fields, ...ofSegments.fields, ...ofSegments.judged]);
  const byChannel = fields.has("channel");
  const bySession = reach.bySession || ofSegments.sessions;
  const staysBack = bySession || wholeSessions || byChannel || fields.has("property.viewId");
  const backMs = Math.max(staysBack ? longestStayMs : 0, byKey ? copiesBackMs : 0, ofSegments.withinMs);
  // What a later event says about the channel of its session holds for the earlier ones, too.
  const staysAheadMs = wholeSessions || byChannel ? longestStayMs : 0;
  const reachMs = Math.max(aheadMs + staysAheadMs, byKey ? copiesAheadMs : 0);
  const history = reach.history === true;
  const past =
    reach.past || ofSegments.past ? new Set([...(reach.past ?? []), ...(ofSegments.past ?? [])]) : undefined;
  return {
    fields: staysBack ? fields.add("sessionId") : fields,
    from: history ? 0 : Math.min(...ranges.map(({ from }) => from)) - backMs,
    to: Math.max(...ranges.map(({ to }) => to)) + reachMs,
    past,
    spanMs: ofSegments.past
      ? Number.POSITIVE_INFINITY
      : Math.max(...ranges.map(({ from, to }) => to - from), aheadMs, ofSegments.withinMs),
  };
};
