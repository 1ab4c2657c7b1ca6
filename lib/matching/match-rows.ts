import { AppError } from "@/lib/errors";
import { columnOf, type Rows } from "./column";
import type { Filter, Matcher } from "./definition";
import { compileGlob } from "./glob";
import { fieldsOfFilter, truthOf } from "./truth";

// Hot path: whole columns at a time, one test per distinct value, no closures per row.

/** The rules of the project's goals by key, for matchers that name a goal. */
export type GoalRules = ReadonlyMap<string, Matcher>;

const ruleOf = (goals: GoalRules, key: string): Matcher => {
  const rule = goals.get(key);
  if (!rule) throw new AppError("invalid", `There is no goal with the key ${key}.`, "goal");
  return rule;
};

/**
 * The columns that a matcher reads, so that they can be loaded first. Throws `invalid` for an unknown goal and for one
 * whose rule comes back to itself; `through` are the goals on the way here.
 */
export const fieldsOfMatcher = (
  matcher: Matcher,
  goals: GoalRules,
  into: Set<string>,
  through: readonly string[] = [],
): void => {
  if (matcher.where) fieldsOfFilter(matcher.where, into);
  if ("page" in matcher) into.add("path").add("query");
  else if ("engaged" in matcher) {
    into.add("property.scrollPercent").add("property.engagedSeconds").add("property.viewId");
    if (matcher.engaged.page !== undefined) into.add("path").add("query");
  } else if ("goal" in matcher) {
    const { goal } = matcher;
    if (through.includes(goal))
      throw new AppError("invalid", `The goal ${goal} is defined by itself.`, "goal");
    fieldsOfMatcher(ruleOf(goals, goal), goals, into, [...through, goal]);
  } else if ("any" in matcher) for (const part of matcher.any) fieldsOfMatcher(part, goals, into, through);
};

const rowsWithFilter = (filter: Filter, rows: Rows): Uint8Array => {
  const result = new Uint8Array(rows.count);
  if ("and" in filter || "or" in filter) {
    const all = "and" in filter;
    result.fill(all ? 1 : 0);
    for (const part of all ? filter.and : filter.or) {
      const holds = rowsWithFilter(part, rows);
      if (all)
        for (let row = 0; row < rows.count; row++) result[row] = (result[row] ?? 0) & (holds[row] ?? 0);
      else for (let row = 0; row < rows.count; row++) result[row] = (result[row] ?? 0) | (holds[row] ?? 0);
    }
  } else if ("not" in filter) {
    const holds = rowsWithFilter(filter.not, rows);
    for (let row = 0; row < rows.count; row++) result[row] = 1 - (holds[row] ?? 0);
  } else {
    const column = rows.column(columnOf(filter.field));
    const { ofCode, ofMissing } = truthOf(filter, column);
    for (let row = 0; row < rows.count; row++) {
      const code = column.codes[row] ?? -1;
      result[row] = code < 0 ? ofMissing : (ofCode[code] ?? 0);
    }
  }
  return result;
};

const rowsWithName = (name: string, rows: Rows): Uint8Array => {
  const result = new Uint8Array(rows.count);
  const wanted = rows.name.values.indexOf(name);
  const { codes } = rows.name;
  if (wanted >= 0) for (let row = 0; row < rows.count; row++) if (codes[row] === wanted) result[row] = 1;
  return result;
};

/** Clears rows whose page does not match. A glob that asks for a query is held against path and query together. */
const keepPages = (glob: string, rows: Rows, result: Uint8Array): void => {
  const matches = compileGlob(glob);
  const path = rows.column("path");
  const withQuery = glob.includes("?");
  const query = withQuery ? rows.column("query") : undefined;
  const known = new Map<number, boolean>();
  const most = query?.values.length ?? 0;
  for (let row = 0; row < rows.count; row++) {
    if (result[row] === 0) continue;
    const pathCode = path.codes[row] ?? -1;
    const queryCode = query?.codes[row] ?? -1;
    const key = pathCode * (most + 1) + queryCode + 1;
    let match = known.get(key);
    if (match === undefined) {
      const text = queryCode < 0 ? "" : String(query?.values[queryCode]);
      match = pathCode >= 0 && matches(String(path.values[pathCode]) + text);
      known.set(key, match);
    }
    if (!match) result[row] = 0;
  }
};

const keepAtLeast = (field: string, least: number | undefined, rows: Rows, result: Uint8Array): void => {
  if (least === undefined) return;
  const column = rows.column(field);
  const { ofCode } = truthOf({ field, op: "gte", value: least }, column);
  for (let row = 0; row < rows.count; row++) {
    const code = column.codes[row] ?? -1;
    if (code < 0 || ofCode[code] === 0) result[row] = 0;
  }
};

/** Keeps, of each page view, only the first event that is left; the maxima only grow, so that is where it crossed. */
const keepFirstOfView = (rows: Rows, result: Uint8Array): void => {
  const view = rows.column("property.viewId");
  const firstOf = new Map<number, number>();
  for (let row = 0; row < rows.count; row++) {
    const code = view.codes[row] ?? -1;
    if (result[row] === 0 || code < 0) continue;
    const first = firstOf.get(code);
    if (first === undefined) {
      firstOf.set(code, row);
      continue;
    }
    const earlier =
      (rows.at[row] ?? 0) - (rows.at[first] ?? 0) || (rows.seq[row] ?? 0) - (rows.seq[first] ?? 0);
    result[earlier < 0 ? first : row] = 0;
    if (earlier < 0) firstOf.set(code, row);
  }
};

const rowsOfRule = (matcher: Matcher, rows: Rows, goals: GoalRules): Uint8Array => {
  if ("event" in matcher) return rowsWithName(matcher.event, rows);
  if ("goal" in matcher) return matchRows(ruleOf(goals, matcher.goal), rows, goals);
  if ("page" in matcher) {
    const result = rowsWithName("Page Viewed", rows);
    keepPages(matcher.page, rows, result);
    return result;
  }
  if ("engaged" in matcher) {
    const result = rowsWithName("Page Engaged", rows);
    keepAtLeast("property.scrollPercent", matcher.engaged.scrollPercent, rows, result);
    keepAtLeast("property.engagedSeconds", matcher.engaged.seconds, rows, result);
    if (matcher.engaged.page !== undefined) keepPages(matcher.engaged.page, rows, result);
    keepFirstOfView(rows, result);
    return result;
  }
  const result = new Uint8Array(rows.count);
  for (const part of matcher.any) {
    const holds = matchRows(part, rows, goals);
    for (let row = 0; row < rows.count; row++) result[row] = (result[row] ?? 0) | (holds[row] ?? 0);
  }
  return result;
};

/** Which rows satisfy the matcher: 1 or 0 a row. The columns of `fieldsOfMatcher` must be loaded. */
export const matchRows = (matcher: Matcher, rows: Rows, goals: GoalRules): Uint8Array => {
  const result = rowsOfRule(matcher, rows, goals);
  if (!matcher.where) return result;
  const holds = rowsWithFilter(matcher.where, rows);
  for (let row = 0; row < rows.count; row++) result[row] = (result[row] ?? 0) & (holds[row] ?? 0);
  return result;
};

/** One bit a matcher, for up to 32 matchers. */
export const matchMasks = (matchers: readonly Matcher[], rows: Rows, goals: GoalRules): Uint32Array => {
  const masks = new Uint32Array(rows.count);
  for (const [bit, matcher] of matchers.entries()) {
    const holds = matchRows(matcher, rows, goals);
    for (let row = 0; row < rows.count; row++)
      if (holds[row] === 1) masks[row] = (masks[row] ?? 0) | (1 << bit);
  }
  return masks;
};
