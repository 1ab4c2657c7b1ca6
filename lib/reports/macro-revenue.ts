import type { Goal } from "@/lib/goals/definition";
import type { Journey } from "@/lib/journeys/journey";
import type { Money } from "./definition";
import type { GoalCounter } from "./goal-counter";

// Hot path: called for every event.

/** The macro goals that bring in money. */
export const earningGoals = (goals: readonly Goal[]): Goal[] =>
  goals.filter(({ tier, value }) => tier === "macro" && !("none" in value));

/** What an event earned. One that several goals count earns once: by the first of them that gives it a value. */
export const earnedAt = (counters: readonly GoalCounter[], journey: Journey, i: number): Money | null => {
  const mask = journey.mask[i] ?? 0;
  if (mask === 0) return null;
  for (let g = 0; g < counters.length; g++) {
    const counter = counters[g];
    const money = counter?.worth && (mask & counter.flag) !== 0 ? counter.worth(journey, i) : null;
    if (money) return money;
  }
  return null;
};
