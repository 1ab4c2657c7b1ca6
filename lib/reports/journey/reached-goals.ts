import type { Goal } from "@/lib/goals/definition";
import type { Part } from "@/lib/journeys/part";
import type { Money } from "../definition";
import type { Copies } from "../drop-copies";
import { fieldsOfGoal, markAll } from "../goal-counter";
import { mostMatchers, openUnits } from "../open-units";
import type { ReportContext } from "../report";
import type { Seen } from "./seen";

/** A conversion: the goal by its place in the list, and what it was worth. */
export type Conversion = { goal: number; money: Money | null };

/** The goals that every event reached, by the event's place in the visitor's journey; as many scans as it takes. */
export const reachedGoals = (
  goals: readonly Goal[],
  part: Part,
  { range, basis, includeBots, isAbout }: Seen,
  copies: ReadonlyMap<string, Copies>,
  context: ReportContext,
): Map<number, Conversion[]> => {
  const reached = new Map<number, Conversion[]>();
  const question = { unit: "visitor" as const, basis, includeBots };
  for (let from = 0; from < goals.length; from += mostMatchers) {
    const some = goals.slice(from, from + mostMatchers);
    const fields = new Set<string>();
    for (const goal of some) fieldsOfGoal(goal, context.rules, fields);
    const matchers = some.map(({ key }) => ({ goal: key }));
    const units = openUnits({ question, range, part, context }, { matchers, fields, sessions: true });
    const counters = some.map((goal, bit) => units.counterOf(goal, bit, copies.get(goal.key)));
    units.forEachUnit(
      (journey, first, end) => {
        if (!isAbout(journey)) return;
        for (let i = first; i < end; i++) {
          const mask = journey.mask[i] ?? 0;
          if (mask === 0) continue;
          for (const [place, { flag, worth }] of counters.entries()) {
            if ((mask & flag) === 0) continue;
            const conversion = { goal: from + place, money: worth?.(journey, i) ?? null };
            const known = reached.get(i - journey.start);
            if (known) known.push(conversion);
            else reached.set(i - journey.start, [conversion]);
          }
        }
      },
      markAll(counters) ?? (() => {}),
    );
  }
  return reached;
};
