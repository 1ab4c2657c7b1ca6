import type { Condition, Filter, Matcher, SegmentFilter } from "@/lib/matching/definition";

/** The same condition, written in one way: a value that is compared as text stands as a list of texts. */
const ofCondition = (condition: Condition): unknown =>
  condition.op === "is" || condition.op === "isNot"
    ? { field: condition.field, op: condition.op, value: [condition.value].flat().map(String) }
    : "value" in condition
      ? { field: condition.field, op: condition.op, value: condition.value }
      : { field: condition.field, op: condition.op };

const ofParts = (joint: "and" | "or", parts: unknown[]): unknown =>
  parts.length === 1 ? parts[0] : { [joint]: parts };

const ofWhere = (filter: Filter): unknown => {
  if ("and" in filter) return ofParts("and", filter.and.map(ofWhere));
  if ("or" in filter) return ofParts("or", filter.or.map(ofWhere));
  return "not" in filter ? { not: ofWhere(filter.not) } : ofCondition(filter);
};

const ofMatcher = (matcher: Matcher): unknown => {
  const where = matcher.where ? [ofWhere(matcher.where)] : [];
  if ("event" in matcher) return ["event", matcher.event, ...where];
  if ("page" in matcher) return ["page", matcher.page, ...where];
  if ("goal" in matcher) return ["goal", matcher.goal, ...where];
  if ("any" in matcher) return ["any", matcher.any.map(ofMatcher), ...where];
  const { scrollPercent = null, seconds = null, page = null } = matcher.engaged;
  return ["engaged", scrollPercent, seconds, page, ...where];
};

/** Equal, as JSON, for filters that mean the same and differ in writing only. */
export const canonical = (filter: SegmentFilter): unknown => {
  if ("and" in filter) return ofParts("and", filter.and.map(canonical));
  if ("or" in filter) return ofParts("or", filter.or.map(canonical));
  if ("not" in filter) return { not: canonical(filter.not) };
  if ("segment" in filter) return { segment: filter.segment };
  if ("did" in filter)
    return { did: ofMatcher(filter.did), atLeast: filter.atLeast ?? 1, withinMs: filter.withinMs ?? null };
  return ofCondition(filter);
};
