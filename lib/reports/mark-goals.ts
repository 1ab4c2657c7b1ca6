import type { Goal } from "@/lib/goals/definition";
import type { Journey } from "@/lib/journeys/journey";
import type { GoalCounter } from "./goal-counter";

// Hot path: called for every visitor. All goals that count once a session are marked in one pass.

type Mark = NonNullable<GoalCounter["mark"]>;
type Marking = { flag: number; mark: Mark };

/** Keeps what each session has first of several goals, each of which `alone` can mark by itself. */
const keepFirstOfSessions = (flags: number, alone: readonly Marking[]): Mark => {
  const markAlone = (journey: Journey): void => {
    for (let m = 0; m < alone.length; m++) alone[m]?.mark(journey);
  };
  return (journey) => {
    // What occurs once is the first.
    const repeated = journey.repeated & flags;
    if (repeated === 0) return;
    const { mask, session, end } = journey;
    let latest = -1;
    let kept = 0;
    for (let i = journey.start; i < end; i++) {
      const bits = (mask[i] ?? 0) & repeated;
      if (bits === 0) continue;
      const number = session[i] ?? -1;
      if (number > latest) {
        latest = number;
        kept = bits;
      } else if (number === latest && number >= 0) {
        mask[i] = (mask[i] ?? 0) & ~(bits & kept);
        kept |= bits;
      } else if (number >= 0) {
        // A session that was left and comes back; what was taken off so far stays off.
        markAlone(journey);
        return;
      }
    }
  };
};

const bitsOf = (markings: readonly Marking[]): number => markings.reduce((bits, { flag }) => bits | flag, 0);

/**
 * Takes the bits of all goals off what is no conversion, given the counter of each goal that is counted; absent where
 * there is nothing to take off. Marks as their counters do, all at once.
 */
export const markGoals = (
  goals: readonly (Goal | undefined)[],
  counters: readonly (GoalCounter | undefined)[],
): GoalCounter["mark"] => {
  const bySession: Marking[] = [];
  const others: Marking[] = [];
  for (const [place, goal] of goals.entries()) {
    const { flag = 0, mark } = counters[place] ?? {};
    if (mark) (goal?.counting === "session" ? bySession : others).push({ flag, mark });
  }
  if (bySession.length + others.length === 0) return undefined;
  const markSessions = keepFirstOfSessions(bitsOf(bySession), bySession);
  return (journey) => {
    markSessions(journey);
    for (let m = 0; m < others.length; m++) {
      const marking = others[m];
      if (marking && (journey.any & marking.flag) !== 0) marking.mark(journey);
    }
  };
};
