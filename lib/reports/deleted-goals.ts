import type { Goal } from "@/lib/goals/definition";
import type { Warning } from "./definition";
import type { Definitions } from "./definitions";

/** Keys under which questions name a goal by key. */
const single: ReadonlySet<string> = new Set(["goal", "macro"]);
/** Keys under which questions list goals by key. */
const lists: ReadonlySet<string> = new Set(["goals", "macros", "micros"]);

/** Collects the goals that a question names, also by way of the saved segments and funnels that it names. */
const collect = (
  value: unknown,
  { segments, funnels }: Pick<Definitions, "segments" | "funnels">,
  named: Set<string>,
  through: Set<unknown>,
): void => {
  if (typeof value !== "object" || value === null || through.has(value)) return;
  through.add(value);
  for (const [key, inner] of Object.entries(value)) {
    if (single.has(key) && typeof inner === "string") named.add(inner);
    else if (lists.has(key) && Array.isArray(inner)) for (const goal of inner) named.add(String(goal));
    else {
      const saved =
        typeof inner !== "string"
          ? inner
          : key === "segment"
            ? segments.get(inner)
            : key === "key"
              ? funnels.get(inner)
              : inner;
      collect(saved, { segments, funnels }, named, through);
    }
  }
};

/**
 * Says of each deleted goal that a question still names that nothing counts for it. `goals` are those that it was judged
 * by: as they were at some time (`definedAt`), deleted ones may be among them.
 */
export const deletedGoalWarnings = (
  question: unknown,
  definitions: Definitions,
  goals: readonly Goal[],
): Warning[] => {
  if (definitions.deletedGoals.size === 0) return [];
  const named = new Set<string>();
  collect(question, definitions, named, new Set());
  return [...named]
    .filter((key) => definitions.deletedGoals.has(key) && !goals.some((goal) => goal.key === key))
    .map((key) => ({
      code: "goal_deleted",
      message: `The goal ${key} was deleted, so nothing counts for it. The rest is answered.`,
    }));
};
