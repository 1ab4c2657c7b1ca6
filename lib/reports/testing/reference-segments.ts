import type { SegmentFilter } from "@/lib/matching/definition";
import type { Unit } from "../definition";
import { channelOfEvent, type Seen, type Session, tellingEvent } from "./reference-journeys";
import { holds, type Judged, matches, scalarsOf, walk } from "./reference-matching";
import type { CountedUnit, Range } from "./reference-units";

type Scalar = ReturnType<typeof scalarsOf>[number];

/** What judging a segment depends on. */
export type SegmentScene = {
  range: Range;
  unit: Unit;
  judged: Judged;
  segments: ReadonlyMap<string, SegmentFilter>;
};

const isTraffic = (field: string): boolean => /^(channel|referrer|utm\..+)$/.test(field);
const isOfPage = (field: string): boolean => ["path", "host", "title"].includes(field);

const firstScalars = (events: readonly Seen[], field: string): Scalar[] =>
  events.map((event) => scalarsOf(event, field)).find((scalars) => scalars.length > 0) ?? [];

const pageViews = (events: readonly Seen[]): Seen[] => events.filter(({ name }) => name === "Page Viewed");

/** What a session has in a context field: its traffic is one block, its pages those of its first page view. */
const sessionScalars = (session: Session, field: string): Scalar[] => {
  if (field === "channel") return session.events[0] ? [channelOfEvent(session.events[0]) ?? []].flat() : [];
  if (isTraffic(field))
    return [tellingEvent(session) ?? []].flat().flatMap((event) => scalarsOf(event, field));
  if (isOfPage(field))
    return pageViews(session.events)
      .slice(0, 1)
      .flatMap((event) => scalarsOf(event, field));
  return firstScalars(session.events, field);
};

const firstTouchScalars = (events: readonly Seen[], field: string): Scalar[] => {
  if (isOfPage(field))
    return pageViews(events)
      .slice(0, 1)
      .flatMap((event) => scalarsOf(event, field));
  if (!isTraffic(field)) return firstScalars(events, field);
  const touched = events.find((event) => channelOfEvent(event) !== undefined);
  return touched?.session ? sessionScalars(touched.session, field) : [];
};

/** What a unit has in a field. */
export const unitScalars = (
  { visitor, events }: CountedUnit,
  field: string,
  { range }: Pick<SegmentScene, "range">,
): Scalar[] => {
  const [seen] = visitor.events;
  const [first] = events;
  if (field === "visitor.isNew") return [seen !== undefined && range.from <= seen.at && seen.at < range.to];
  if (field === "session.isFirst")
    return [first !== undefined && first.session !== null && first.session === seen?.session];
  const [scope = "", ...rest] = field.split(".");
  const name = rest.join(".");
  if (scope === "trait") return walk(visitor.traits, rest);
  if (scope === "first") return firstTouchScalars(visitor.events, name);
  if (scope !== "session") return firstScalars(events, field);
  const having = events.find((event) => scalarsOf(event, name).length > 0);
  return having?.session ? sessionScalars(having.session, name) : [];
};

/** Whether a unit belongs to a segment. */
export const belongs = (filter: SegmentFilter, unit: CountedUnit, scene: SegmentScene): boolean => {
  if ("and" in filter) return filter.and.every((part) => belongs(part, unit, scene));
  if ("or" in filter) return filter.or.some((part) => belongs(part, unit, scene));
  if ("not" in filter) return !belongs(filter.not, unit, scene);
  if ("segment" in filter) {
    const saved = scene.segments.get(filter.segment);
    if (!saved) throw new Error(`This world has no segment ${filter.segment}.`);
    return belongs(saved, unit, scene);
  }
  if (!("did" in filter)) return holds(filter, unitScalars(unit, filter.field, scene));
  const { did, atLeast = 1, withinMs } = filter;
  const until = Math.min(scene.range.to, scene.range.asOf);
  const looked = withinMs !== undefined && scene.unit === "visitor" ? unit.visitor.events : unit.events;
  const done = looked.filter(
    (event) =>
      matches(event, did, scene.judged) &&
      (withinMs === undefined || (event.at >= until - withinMs && event.at < until)),
  );
  return done.length >= atLeast;
};
