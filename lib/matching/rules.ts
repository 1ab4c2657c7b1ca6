import { AppError } from "@/lib/errors";
import type { Filter, Matcher } from "./definition";
import { fieldsOfFilter } from "./truth";

/** The rules of the project's goals by key, for matchers that name a goal. */
export type GoalRules = ReadonlyMap<string, Matcher>;

/** A rule without alternatives, and every filter that stands around it. */
export type Leaf = {
  rule: Extract<Matcher, { event: string } | { page: string } | { engaged: unknown }>;
  filters: readonly Filter[];
};

/** Goals that name goals multiply; a question that looks for more than this would not end. */
const mostLeaves = 1_000;

/**
 * The ways in which a matcher can be satisfied: goals looked up, alternatives spread out. Throws `invalid` for an
 * unknown goal, for one whose rule comes back to itself, and for more than 1,000 ways; `through` are the goals on the
 * way here.
 */
export const leavesOf = (matcher: Matcher, goals: GoalRules, through: readonly string[] = []): Leaf[] => {
  const inner = (): Leaf[] => {
    if ("any" in matcher) {
      const all = matcher.any.flatMap((part) => leavesOf(part, goals, through));
      if (all.length <= mostLeaves) return all;
      throw new AppError(
        "invalid",
        `With the goals it names, this stands for more than ${mostLeaves} alternatives. Name fewer.`,
        "any",
      );
    }
    if (!("goal" in matcher)) return [{ rule: matcher, filters: [] }];
    const { goal } = matcher;
    const rule = goals.get(goal);
    if (!rule) throw new AppError("invalid", `There is no goal with the key ${goal}.`, "goal");
    if (through.includes(goal))
      throw new AppError("invalid", `The goal ${goal} is defined by itself.`, "goal");
    return leavesOf(rule, goals, [...through, goal]);
  };
  const { where } = matcher;
  return where ? inner().map(({ rule, filters }) => ({ rule, filters: [...filters, where] })) : inner();
};

/** The columns that a matcher reads, so that they can be loaded first. Throws as `leavesOf` does. */
export const fieldsOfMatcher = (matcher: Matcher, goals: GoalRules, into: Set<string>): void => {
  for (const { rule, filters } of leavesOf(matcher, goals)) {
    for (const filter of filters) fieldsOfFilter(filter, into);
    if ("page" in rule) into.add("path").add("query");
    if (!("engaged" in rule)) continue;
    into.add("property.scrollPercent").add("property.engagedSeconds").add("property.viewId");
    if (rule.engaged.page !== undefined) into.add("path").add("query");
  }
};
