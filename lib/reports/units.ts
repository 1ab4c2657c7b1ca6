import { eventFlags } from "@/lib/journeys/event-flags";
import { groupedBySession, SessionEdges } from "@/lib/journeys/grouped-by-session";
import type { Journey } from "@/lib/journeys/journey";
import type { Unit } from "./definition";
import type { Range } from "./range";
import type { UnitTest } from "./unit-filter";

// Hot path: called for every visitor.

/** Whether the whole journey lies in the range, as mostly it does. */
export const liesInside = ({ at, start, end }: Journey, { from, to }: Range): boolean =>
  (at[start] ?? 0) >= from && (at[end - 1] ?? 0) < to;

/** Sessions that lie between each other's events: their outcome is remembered. */
const markInterleaved = (journey: Journey): void => {
  const outcomes = new Map<number, number>();
  for (let i = journey.start; i < journey.end; i++) {
    const session = journey.session[i] ?? -1;
    if (session < 0) continue;
    const flags = journey.flags[i] ?? 0;
    const inside = outcomes.get(session) ?? flags & eventFlags.inRange;
    outcomes.set(session, inside);
    journey.flags[i] = (flags & ~eventFlags.inRange) | inside;
  }
};

const markSessions = (journey: Journey): void => {
  let current = -1;
  let inside = 0;
  for (let i = journey.start; i < journey.end; i++) {
    const session = journey.session[i] ?? -1;
    if (session < 0) continue;
    // A session that was left and comes back: its first event has its own mark still.
    if (session < current) {
      markInterleaved(journey);
      return;
    }
    const flags = journey.flags[i] ?? 0;
    if (session > current) inside = flags & eventFlags.inRange;
    current = session;
    journey.flags[i] = (flags & ~eventFlags.inRange) | inside;
  }
};

/**
 * Marks the events that lie in the range: by their own time, or with unit session by the start of their session, which
 * then counts whole. Events in no session go by their own time.
 */
export const markRange = (journey: Journey, unit: Unit, range: Range): void => {
  const { at, flags, start, end } = journey;
  const { from, to } = range;
  if (liesInside(journey, range)) {
    for (let i = start; i < end; i++) flags[i] = (flags[i] ?? 0) | eventFlags.inRange;
    return;
  }
  for (let i = start; i < end; i++) {
    const time = at[i] ?? 0;
    const others = (flags[i] ?? 0) & ~eventFlags.inRange;
    flags[i] = time >= from && time < to ? others | eventFlags.inRange : others;
  }
  if (unit === "session") markSessions(journey);
};

/**
 * The events `first ≤ i < end` of one unit in the range. `isWhole` says whether the unit counts in denominators: passive
 * events alone make no visitor and no session.
 */
export type VisitUnit = (journey: Journey, first: number, end: number, isWhole: boolean) => void;

const hasActive = (journey: Journey, first: number, end: number): boolean => {
  if ((journey.seen & eventFlags.passive) === 0) return true;
  for (let i = first; i < end; i++) if (((journey.flags[i] ?? 0) & eventFlags.passive) === 0) return true;
  return false;
};

/** The place of the visitor's first event at a time (ms since 1970) or later, `journey.end` if there is none. */
export const firstAtOrAfter = (journey: Journey, time: number): number => {
  let low = journey.start;
  let high = journey.end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((journey.at[middle] ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Sessions of the visitor whose first event lies in the range. */
export const countSessions = (journey: Journey, range: Range): number => {
  if (journey.sessions >= 0 && liesInside(journey, range)) return journey.sessions;
  const { from, to } = range;
  let sessions = 0;
  let latest = -1;
  for (let i = journey.start; i < journey.end; i++) {
    const session = journey.session[i] ?? -1;
    // Numbers grow with the first event, so a larger one is a session's first.
    if (session <= latest) continue;
    latest = session;
    const startedAt = journey.at[i] ?? 0;
    if (startedAt >= from && startedAt < to) sessions++;
  }
  return sessions;
};

/** Of the visitor that is looked at; nobody looks at two at once. */
const edges = new SessionEdges();

const forEachSessionIn = (
  journey: Journey,
  range: Range,
  keeps: UnitTest["keeps"] | undefined,
  visit: VisitUnit,
): void => {
  const isInside = liesInside(journey, range);
  const grouped = groupedBySession(journey, edges);
  const { flags, start, end } = grouped;
  const { at, count } = edges;
  const hasOthers = (at[0] ?? 0) > start;
  for (let k = 0; k < count; k++) {
    const first = at[k] ?? 0;
    if (!isInside && ((flags[first] ?? 0) & eventFlags.inRange) === 0) continue;
    const last = at[k + 1] ?? 0;
    grouped.start = first;
    grouped.end = last;
    if (!keeps || keeps(grouped, first, last)) visit(grouped, first, last, true);
  }
  grouped.start = start;
  grouped.end = end;
  if (keeps || !hasOthers) return;
  for (let i = journey.start; i < journey.end; i++)
    if ((journey.session[i] ?? -1) < 0 && (isInside || ((journey.flags[i] ?? 0) & eventFlags.inRange) !== 0))
      visit(journey, i, i + 1, false);
};

/**
 * Visits what a question counts in a visitor's journey and its segment keeps: with unit visitor the visitor's events in
 * the range, with unit session every session of the range (`markRange` comes first unless the whole journey lies in it),
 * and passive events outside any session when no segment asks for sessions.
 */
export const forEachUnit = (
  journey: Journey,
  unit: Unit,
  range: Range,
  keeps: UnitTest["keeps"] | undefined,
  visit: VisitUnit,
): void => {
  if (unit === "session") {
    forEachSessionIn(journey, range, keeps, visit);
    return;
  }
  const { at } = journey;
  const first = (at[journey.start] ?? 0) >= range.from ? journey.start : firstAtOrAfter(journey, range.from);
  const end = (at[journey.end - 1] ?? 0) < range.to ? journey.end : firstAtOrAfter(journey, range.to);
  if (first < end && (!keeps || keeps(journey, first, end)))
    visit(journey, first, end, hasActive(journey, first, end));
};
