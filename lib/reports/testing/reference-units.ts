import { parseInstant } from "@/lib/calendar/parse-instant";
import { previousRange } from "@/lib/calendar/previous-range";
import type { Goal } from "@/lib/goals/definition";
import type { SegmentFilter } from "@/lib/matching/definition";
import type { Basis, Money, Unit } from "../definition";
import { netOf } from "./reference-adjustments";
import { inOrder, type Seen, type Session, type Visitor, visitorsOf } from "./reference-journeys";
import { type Judged, matches, textOf, worthOf } from "./reference-matching";
import { belongs } from "./reference-segments";
import type { World } from "./world";

export type Range = { from: number; to: number; asOf: number };
export type Common = {
  from: string;
  to: string;
  unit: Unit;
  segment?: SegmentFilter;
  asOf?: string;
  includeBots: boolean;
  basis: Basis;
};

/** A question's range in a world. */
export const rangeOf = ({ from, to, asOf }: Common, { now, project }: World): Range => {
  const at = (text: string): number => parseInstant(text, project.timezone) ?? Number.NaN;
  return { from: at(from), to: at(to), asOf: asOf === undefined ? now : at(asOf) };
};

export const rangeBefore = (range: Range, { project }: World): Range =>
  previousRange(range, project.timezone);

/**
 * What a question counts: a visitor's events in the range or a session. `whole` units are in denominators; passive
 * events alone make none.
 */
export type CountedUnit = {
  visitor: Visitor;
  events: readonly Seen[];
  session: Session | null;
  whole: boolean;
};

/** Everything a question sees, before it counts. */
export type Scene = {
  visitors: Visitor[];
  judged: Judged;
  units: CountedUnit[];
  /** Whether an event lies in the range, as the unit has it. */
  inRange: (event: Seen) => boolean;
};

const within = ({ from, to }: Range, at: number): boolean => from <= at && at < to;

const unitsOf = (visitor: Visitor, { unit, segment }: Common, inRange: (event: Seen) => boolean) => {
  const counted = visitor.events.filter(inRange);
  if (unit === "visitor")
    return counted.length === 0
      ? []
      : [{ visitor, events: counted, session: null, whole: counted.some((event) => !event.passive) }];
  const sessions = visitor.sessions.filter((session) => session.events.some(inRange));
  const outside = segment ? [] : counted.filter((event) => event.session === null);
  return [
    ...sessions.map((session) => ({ visitor, events: session.events, session, whole: true })),
    ...outside.map((event) => ({ visitor, events: [event], session: null, whole: false })),
  ];
};

/** The first value that a unit's events have, as text. */
export const firstText = (events: readonly Seen[], field: string): string | null => {
  const having = events.find((event) => textOf(event, field) !== null);
  return having ? textOf(having, field) : null;
};

export const sceneOf = (world: World, question: Common, range: Range): Scene => {
  const visitors = visitorsOf(world, range.asOf, question.includeBots);
  const events = visitors.flatMap((visitor) => visitor.events).sort(inOrder);
  const inRange = (event: Seen): boolean => {
    const [first] = question.unit === "session" ? (event.session?.events ?? []) : [];
    return within(range, (first ?? event).at);
  };
  const { segment, unit: kind } = question;
  const adjustments = (world.adjustments ?? []).filter(
    ({ occurredAt }) => question.basis === "net" && occurredAt < range.asOf,
  );
  const judged = { events, goals: world.goals, currency: world.project.currency, adjustments, world };
  const segments = world.segments ?? new Map<string, SegmentFilter>();
  return {
    visitors,
    judged,
    units: visitors
      .flatMap((visitor) => unitsOf(visitor, question, inRange))
      .filter((unit) => !segment || belongs(segment, unit, { range, unit: kind, judged, segments })),
    inRange,
  };
};

/** The sessions of a unit's visitor that begin in the range. */
export const sessionsIn = ({ visitor, session, whole }: CountedUnit, unit: Unit, range: Range): number => {
  if (unit === "session") return whole && session ? 1 : 0;
  return visitor.sessions.filter(({ events: [first] }) => first && within(range, first.at)).length;
};

const copyMs = 30 * 86_400_000;

/** The first occurrences among events with one key; each of the others belongs to one of them. */
const copiesByFirst = (same: readonly Seen[]): Map<Seen, Seen[]> => {
  const copies = new Map<Seen, Seen[]>();
  for (const event of same) {
    const first = [...copies.keys()].find((one) => event.at - one.at <= copyMs);
    if (first) copies.get(first)?.push(event);
    else copies.set(event, []);
  }
  return copies;
};

/** The events that are conversions of a goal in the range, with what each is worth. */
export const conversionsOf = (goal: Goal, { judged, inRange }: Scene): Map<Seen, Money | null> => {
  const { counting } = goal;
  const matching = judged.events.filter((event) => matches(event, { goal: goal.key }, judged));
  // Which order is a copy of which is as it was sent, whatever became of them.
  const sent = judged.events.filter((event) => matches(event, goal.match, { ...judged, adjustments: [] }));
  const worth = (event: Seen) => worthOf(event, goal.value, judged.currency);
  const conversions = new Map<Seen, Money | null>();
  for (const [place, event] of matching.entries()) {
    if (!inRange(event)) continue;
    const earlier = matching.slice(0, place);
    if (counting === "session" && event.session && earlier.some((one) => one.session === event.session))
      continue;
    if (counting === "visitor" && earlier.some((one) => one.visitor === event.visitor && inRange(one)))
      continue;
    const key = typeof counting === "string" ? null : textOf(event, counting.key);
    if (typeof counting === "string" || key === null) {
      conversions.set(event, netOf(event, goal, worth(event), judged));
      continue;
    }
    const copies = copiesByFirst(sent.filter((one) => textOf(one, counting.key) === key)).get(event);
    const stated = [event, ...(copies ?? [])].map(worth).find((money) => money !== null) ?? null;
    if (copies) conversions.set(event, netOf(event, goal, stated, judged));
  }
  return conversions;
};

export type GroupRow = { value: string | null; other?: true };
type Weighed = { text: string | null; weight: number };

/** The rows of a breakdown: the largest values up to the limit and those without one, by size, then all others. */
export const groupRows = (texts: readonly Weighed[], limit: number, before: readonly Weighed[] = []) => {
  const weightIn = (list: readonly Weighed[], text: string | null): number =>
    list.filter((one) => one.text === text).reduce((sum, { weight }) => sum + weight, 0);
  const all = new Set([...texts, ...before].map(({ text }) => text));
  // A text that is larger now, or as large and was larger before, comes first.
  const isLarger = (a: string | null, b: string | null): boolean => {
    const more = weightIn(texts, a) - weightIn(texts, b);
    return more > 0 || (more === 0 && weightIn(before, a) > weightIn(before, b));
  };
  const byName = (a: string, b: string) => (a < b ? -1 : 1);
  const values = [...all]
    .filter((text) => text !== null)
    .sort((a, b) => (isLarger(a, b) ? -1 : isLarger(b, a) ? 1 : byName(a, b)));
  const named: (string | null)[] = values.slice(0, limit);
  if (all.has(null)) {
    const smaller = named.findIndex((text) => isLarger(null, text));
    named.splice(smaller < 0 ? named.length : smaller, 0, null);
  }
  const rows: { row: GroupRow; has: (text: string | null) => boolean }[] = named.map((value) => ({
    row: { value },
    has: (text) => text === value,
  }));
  if (values.length > limit)
    rows.push({ row: { value: null, other: true }, has: (text) => !named.includes(text) });
  return rows;
};
