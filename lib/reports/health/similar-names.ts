import type { Goal } from "@/lib/goals/definition";
import type { Dictionary } from "@/lib/matching/column";
import { type GoalRules, leavesOf } from "@/lib/matching/rules";

/** "Order  completed" and "order_completed" are the same to a reader. */
const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");

/** By goal: the names that arrive and differ from those its rule asks for in case, spaces and signs alone. */
export const similarNames = (goals: readonly Goal[], names: Dictionary, rules: GoalRules): string[][] => {
  const asked = goals.map(({ match }) =>
    leavesOf(match, rules).flatMap(({ rule }) => ("event" in rule ? rule.event : [])),
  );
  const wanted = new Set(asked.flat().map(plain));
  const arriving = new Map<string, Set<string>>();
  for (let code = 0; code < names.size; code++) {
    const name = String(names.value(code));
    const word = plain(name);
    if (word !== "" && wanted.has(word)) arriving.set(word, (arriving.get(word) ?? new Set()).add(name));
  }
  return asked.map((own) => {
    const found = own.flatMap((name) => [...(arriving.get(plain(name)) ?? [])]);
    return [...new Set(found)].filter((name) => !own.includes(name)).sort();
  });
};
