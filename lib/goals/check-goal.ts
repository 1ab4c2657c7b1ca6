import { AppError } from "@/lib/errors";
import type { Condition, Filter, Matcher } from "@/lib/matching/definition";
import { type GoalRules, leavesOf } from "@/lib/matching/rules";
import { compileCondition } from "@/lib/matching/test-value";
import type { Goal } from "./definition";

/** Tries a condition, so that a regular expression that cannot be used is found before it is stored. */
export const checkCondition = (condition: Condition, path: string): void => {
  try {
    compileCondition(condition);
  } catch (error) {
    throw error instanceof AppError ? new AppError("invalid", error.message, `${path}.value`) : error;
  }
};

const checkFilter = (filter: Filter, path: string): void => {
  if ("and" in filter) for (const [i, part] of filter.and.entries()) checkFilter(part, `${path}.and.${i}`);
  else if ("or" in filter) for (const [i, part] of filter.or.entries()) checkFilter(part, `${path}.or.${i}`);
  else if ("not" in filter) checkFilter(filter.not, `${path}.not`);
  else checkCondition(filter, path);
};

const checkWithin = (
  matcher: Matcher,
  path: string,
  rules: GoalRules,
  above: readonly string[],
  checked: Set<string>,
): void => {
  if (matcher.where) checkFilter(matcher.where, `${path}.where`);
  if ("any" in matcher)
    for (const [i, part] of matcher.any.entries())
      checkWithin(part, `${path}.any.${i}`, rules, above, checked);
  if (!("goal" in matcher)) return;
  const { goal } = matcher;
  const rule = rules.get(goal);
  if (!rule) throw new AppError("invalid", `There is no goal with the key ${goal}.`, `${path}.goal`);
  if (above.includes(goal))
    throw new AppError(
      "invalid",
      `The goal refers to itself: ${[...above, goal].join(" → ")}.`,
      `${path}.goal`,
    );
  if (checked.has(goal)) return;
  checkWithin(rule, path, rules, [...above, goal], checked);
  checked.add(goal);
};

/** The rules of goals by key. */
export const rulesByKey = (goals: readonly Goal[]): GoalRules =>
  new Map(goals.map(({ key, match }) => [key, match]));

/**
 * Checks that the conditions of a matcher can be used, that the goals it names are there and that it does not stand for
 * too many events. `above` are the goals that lead here: a goal among them would never end. Throws `invalid` with the
 * place below `path`.
 */
export const checkMatcher = (
  matcher: Matcher,
  path: string,
  rules: GoalRules,
  above: readonly string[] = [],
): void => {
  checkWithin(matcher, path, rules, above, new Set());
  try {
    leavesOf(matcher, rules);
  } catch (error) {
    throw error instanceof AppError ? new AppError("invalid", error.message, path) : error;
  }
};

/**
 * Checks what a goal's form alone cannot show: that its conditions can be used, and that the goals it names are there
 * and do not lead back to it. `goals` are the project's goals as they would be. Throws `invalid` with the place below
 * `path`.
 */
export const checkGoal = (goal: Goal, goals: readonly Goal[], path = "match"): void =>
  checkMatcher(goal.match, path, rulesByKey(goals), [goal.key]);

/** Goals as they would be with these in place of those of the same key. */
export const withGoals = (stored: readonly Goal[], changed: readonly Goal[]): Goal[] => {
  const all = new Map([...stored, ...changed].map((goal) => [goal.key, goal]));
  return [...all.values()];
};

/** Whether a matcher names this goal itself, not by way of another goal. */
export const namesGoal = (matcher: Matcher, key: string): boolean =>
  "goal" in matcher
    ? matcher.goal === key
    : "any" in matcher && matcher.any.some((part) => namesGoal(part, key));

/** The goals whose rules name this one. */
export const usersOf = (key: string, goals: readonly Goal[]): Goal[] =>
  goals.filter((goal) => goal.key !== key && namesGoal(goal.match, key));
