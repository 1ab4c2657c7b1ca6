import type { Goal } from "@/lib/goals/definition";
import { eventFlags } from "@/lib/journeys/event-flags";
import type { LogView } from "@/lib/journeys/project-log";
import type { Journey } from "@/lib/journeys/scan";
import type { ColumnSet } from "./column-set";
import type { Money } from "./definition";
import { dropCopies } from "./drop-copies";
import { valueReader } from "./event-value";

/** Decides which events of a journey are conversions of one goal, and what each is worth. */
export type GoalCounter = {
  goal: Goal;
  /**
   * Leaves the goal's bit set only on events that are conversions in the range (`eventFlags.inRange`). A visitor's
   * whole journey must be given, as the first event of a session may lie before the range.
   */
  mark: (journey: Journey) => void;
  /** The goal's bit in `Journey.mask`. */
  flag: number;
  worth: (journey: Journey, i: number) => Money | null;
};

/** `bit` is the goal's place in the masks; counting by key takes it off the copies there, before anything is scanned. */
export const goalCounter = (
  goal: Goal,
  bit: number,
  {
    masks,
    log,
    columns,
    currency,
  }: {
    masks: Uint32Array;
    log: LogView;
    columns: ColumnSet;
    currency: string;
  },
): GoalCounter => {
  const flag = 1 << bit;
  const { counting } = goal;
  const value = valueReader(goal.value, columns, currency);
  const filled =
    typeof counting === "string" ? undefined : dropCopies(counting.key, masks, flag, log, value.atRow);
  return {
    goal,
    worth: (journey, i) => value.at(journey, i) ?? filled?.get(journey.seq[i] ?? 0) ?? null,
    flag,
    mark: (journey) => {
      const sessionsSeen = counting === "session" ? new Set<number>() : undefined;
      let seen = false;
      for (let i = journey.start; i < journey.end; i++) {
        const mask = journey.mask[i] ?? 0;
        if ((mask & flag) === 0) continue;
        const inRange = ((journey.flags[i] ?? 0) & eventFlags.inRange) !== 0;
        let counts = inRange;
        if (sessionsSeen) {
          const session = journey.session[i] ?? -1;
          counts &&= session < 0 || !sessionsSeen.has(session);
          sessionsSeen.add(session);
        } else if (counting === "visitor") {
          counts &&= !seen;
          seen ||= inRange;
        }
        if (!counts) journey.mask[i] = mask & ~flag;
      }
    },
  };
};
