import { AppError } from "@/lib/errors";
import { checkCondition, checkMatcher, namesGoal, rulesByKey } from "@/lib/goals/check-goal";
import type { Goal } from "@/lib/goals/definition";
import type { SegmentFilter } from "@/lib/matching/definition";
import type { GoalRules } from "@/lib/matching/rules";
import type { Segment } from "./definition";

/** The definitions that a filter may name, as they would be. */
export type Known = { goals: readonly Goal[]; segments: readonly Segment[] };

/** Visits the filter and every filter within it, with its place. */
const walk = (
  filter: SegmentFilter,
  path: string,
  visit: (part: SegmentFilter, path: string) => void,
): void => {
  visit(filter, path);
  if ("and" in filter) for (const [i, part] of filter.and.entries()) walk(part, `${path}.and.${i}`, visit);
  else if ("or" in filter) for (const [i, part] of filter.or.entries()) walk(part, `${path}.or.${i}`, visit);
  else if ("not" in filter) walk(filter.not, `${path}.not`, visit);
};

/** The saved segments a filter names itself, not by way of another. */
export const segmentsNamed = (filter: SegmentFilter): string[] => {
  const named: string[] = [];
  walk(filter, "", (part) => {
    if ("segment" in part) named.push(part.segment);
  });
  return named;
};

/** Whether a filter names this goal itself. */
export const segmentNamesGoal = (filter: SegmentFilter, key: string): boolean => {
  let names = false;
  walk(filter, "", (part) => {
    if ("did" in part) names ||= namesGoal(part.did, key);
  });
  return names;
};

/**
 * Checks what a filter's form alone cannot show: that its conditions can be used, and that the goals and segments it
 * names are there. Throws `invalid` with the place below `path`.
 */
export const checkSegmentFilter = (
  filter: SegmentFilter,
  { rules, segments }: { rules: GoalRules; segments: readonly Pick<Segment, "key">[] },
  path: string,
): void => {
  walk(filter, path, (part, place) => {
    if ("did" in part) checkMatcher(part.did, `${place}.did`, rules);
    else if ("segment" in part && !segments.some(({ key }) => key === part.segment))
      throw new AppError("invalid", `There is no segment with the key ${part.segment}.`, `${place}.segment`);
    else if ("field" in part) checkCondition(part, place);
  });
};

const mostParts = 1_000;

/**
 * Checks that a filter with saved segments in their place is not too large: segments that name segments multiply.
 * Throws `invalid` at `path`.
 */
export const checkSize = (
  filter: SegmentFilter,
  segments: ReadonlyMap<string, SegmentFilter>,
  path: string,
): void => {
  const known = new Map<string, number>();
  const sizeOf = (one: SegmentFilter): number => {
    let size = 0;
    walk(one, "", (part) => {
      size += "segment" in part ? sizeOfSaved(part.segment) : 1;
    });
    return size;
  };
  const sizeOfSaved = (key: string): number => {
    const size = known.get(key);
    if (size !== undefined) return size;
    // One that leads back to itself ends here; whoever resolves it says so.
    known.set(key, 0);
    const saved = segments.get(key);
    const found = saved ? sizeOf(saved) : 0;
    known.set(key, found);
    return found;
  };
  if (sizeOf(filter) > mostParts)
    throw new AppError(
      "invalid",
      `With the segments it names, this filter has more than ${mostParts} conditions. Name fewer.`,
      path,
    );
};

/** How `from` leads to the segment `to`: the keys in between and `to` itself; null when it does not. */
const wayTo = (
  to: string,
  from: SegmentFilter,
  segments: ReadonlyMap<string, Segment>,
  seen: Set<string>,
): string[] | null => {
  for (const key of segmentsNamed(from)) {
    if (key === to) return [key];
    const next = segments.get(key);
    if (!next || seen.has(key)) continue;
    seen.add(key);
    const way = wayTo(to, next.filter, segments, seen);
    if (way) return [key, ...way];
  }
  return null;
};

/** Checks a segment's filter, and that it does not lead back to the segment. Throws `invalid` with the place. */
export const checkSegment = (segment: Segment, known: Known): void => {
  const { segments } = known;
  checkSegmentFilter(segment.filter, { rules: rulesByKey(known.goals), segments }, "filter");
  const byKey = new Map(known.segments.map((one) => [one.key, one]));
  const way = wayTo(segment.key, segment.filter, byKey, new Set());
  if (way)
    throw new AppError(
      "invalid",
      `The segment refers to itself: ${[segment.key, ...way].join(" → ")}.`,
      "filter",
    );
  checkSize(segment.filter, new Map(segments.map(({ key, filter }) => [key, filter])), "filter");
};
