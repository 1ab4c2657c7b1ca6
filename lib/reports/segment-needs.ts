import { AppError } from "@/lib/errors";
import { columnOf } from "@/lib/matching/column";
import type { Matcher, SegmentFilter } from "@/lib/matching/definition";
import { fieldsOfMatcher } from "@/lib/matching/rules";
import { checkSegmentFilter, checkSize } from "@/lib/segments/check-segment";
import type { ReportContext } from "./report";
import { columnsOfUnitField } from "./unit-value";

/** What judging segments takes, on top of what a question reads itself. */
export type SegmentNeeds = {
  /** Columns that single events are asked for. */
  fields: Set<string>;
  /** Columns that only matching reads. */
  judged: Set<string>;
  /** What units must have done, each matcher once. */
  matchers: Matcher[];
  sessions: boolean;
  /** What is asked of the time before the range; absent where nothing is. */
  past?: Set<string>;
  /** How long before the end of the range something may have been done, ms. */
  withinMs: number;
};

const unknownSegment = (key: string, path: string): AppError =>
  new AppError("invalid", `There is no segment with the key ${key}.`, path);

/** Checks a segment as a question states it at `path`: a filter, or a key. Throws `invalid` with the place. */
export const checkAskedSegment = (filter: SegmentFilter, path: string, context: ReportContext): void => {
  if ("segment" in filter) {
    if (!context.segments.has(filter.segment)) throw unknownSegment(filter.segment, path);
    return;
  }
  const segments = [...context.segments.keys()].map((key) => ({ key }));
  checkSegmentFilter(filter, { rules: context.rules, segments }, path);
};

/** A saved segment's filter. Throws `invalid` when there is none, or when it leads back to itself. */
const savedFilter = (key: string, context: ReportContext, through: readonly string[]): SegmentFilter => {
  const filter = context.segments.get(key);
  if (!filter) throw unknownSegment(key, "segment");
  if (through.includes(key))
    throw new AppError(
      "invalid",
      `The segment ${key} refers to itself: ${[...through, key].join(" → ")}.`,
      "segment",
    );
  return filter;
};

/** The filter with saved segments in their place. Throws `invalid` for one that is not there or refers to itself. */
export const resolveSegment = (
  filter: SegmentFilter,
  context: ReportContext,
  through: readonly string[] = [],
): Exclude<SegmentFilter, { segment: string }> => {
  const inner = (part: SegmentFilter) => resolveSegment(part, context, through);
  if ("and" in filter) return { and: filter.and.map(inner) };
  if ("or" in filter) return { or: filter.or.map(inner) };
  if ("not" in filter) return { not: inner(filter.not) };
  if ("segment" in filter)
    return resolveSegment(savedFilter(filter.segment, context, through), context, [
      ...through,
      filter.segment,
    ]);
  return filter;
};

const collect = (filter: SegmentFilter, context: ReportContext, needs: SegmentNeeds): void => {
  if ("and" in filter) for (const part of filter.and) collect(part, context, needs);
  else if ("or" in filter) for (const part of filter.or) collect(part, context, needs);
  else if ("not" in filter) collect(filter.not, context, needs);
  else if ("did" in filter) {
    fieldsOfMatcher(filter.did, context.rules, needs.judged);
    const text = JSON.stringify(filter.did);
    if (!needs.matchers.some((one) => JSON.stringify(one) === text)) needs.matchers.push(filter.did);
    needs.withinMs = Math.max(needs.withinMs, filter.withinMs ?? 0);
  } else if (!("segment" in filter)) {
    const { columns, sessions, past } = columnsOfUnitField(columnOf(filter.field));
    for (const column of columns) needs.fields.add(column);
    needs.sessions ||= sessions;
    if (past) needs.past = new Set([...(needs.past ?? []), ...past]);
  }
};

/** What these segments take together. Throws `invalid` for an unknown segment, goal, or one that refers to itself. */
export const needsOfSegments = (
  segments: readonly (SegmentFilter | undefined)[],
  context: ReportContext,
): SegmentNeeds => {
  const needs: SegmentNeeds = {
    fields: new Set(),
    judged: new Set(),
    matchers: [],
    sessions: false,
    withinMs: 0,
  };
  for (const segment of segments) {
    if (!segment) continue;
    checkSize(segment, context.segments, "segment");
    collect(resolveSegment(segment, context), context, needs);
  }
  if (needs.fields.has("channel") || needs.judged.has("channel")) needs.sessions = true;
  return needs;
};
