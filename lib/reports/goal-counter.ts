import type { Goal } from "@/lib/goals/definition";
import { eventFlags } from "@/lib/journeys/event-flags";
import type { Journey } from "@/lib/journeys/journey";
import { columnOf } from "@/lib/matching/column";
import { fieldsOfMatcher, type GoalRules } from "@/lib/matching/rules";
import type { ColumnSet } from "./column-set";
import type { Copies } from "./drop-copies";
import { fieldsOfValue, type ValueReader, valueReader } from "./event-value";
import { netWorth } from "./net-worth";
import type { Restatement } from "./restatement";

// Hot path: called for every visitor and goal.

/** The columns that counting a goal reads. */
export const fieldsOfGoal = ({ match, value, counting }: Goal, rules: GoalRules, into: Set<string>): void => {
  fieldsOfMatcher(match, rules, into);
  fieldsOfValue(value, into);
  if (typeof counting === "object") into.add(columnOf(counting.key));
};

/** Decides which events of a journey are conversions of one goal, and what each is worth. */
export type GoalCounter = {
  /** The goal's bit in `Journey.mask`. */
  flag: number;
  /**
   * Takes the goal's bit off events in the range (`eventFlags.inRange`) that are no conversions; absent where every
   * event is one. A visitor's whole journey must be given, as the first event of a session may lie before the range.
   */
  mark?: (journey: Journey) => void;
  /** Absent where the goal has no value. */
  worth?: ValueReader;
};

/** Where sessions lie between each other's events: all that had one are remembered. */
const keepFirstOfInterleaved = (journey: Journey, flag: number): void => {
  const seen = new Set<number>();
  for (let i = journey.start; i < journey.end; i++) {
    const mask = journey.mask[i] ?? 0;
    const session = journey.session[i] ?? -1;
    if ((mask & flag) === 0 || session < 0) continue;
    if (seen.has(session)) journey.mask[i] = mask & ~flag;
    else seen.add(session);
  }
};

const keepFirstOfSessions =
  (flag: number): GoalCounter["mark"] =>
  (journey) => {
    const { mask, session } = journey;
    let latest = -1;
    for (let i = journey.start; i < journey.end; i++) {
      const bits = mask[i] ?? 0;
      if ((bits & flag) === 0) continue;
      const number = session[i] ?? -1;
      if (number > latest) latest = number;
      else if (number === latest && number >= 0) mask[i] = bits & ~flag;
      // A session that was left and comes back; what was taken off so far stays off.
      else if (number >= 0) {
        keepFirstOfInterleaved(journey, flag);
        return;
      }
    }
  };

const keepFirstInRange =
  (flag: number): GoalCounter["mark"] =>
  (journey) => {
    let seen = false;
    for (let i = journey.start; i < journey.end; i++) {
      const mask = journey.mask[i] ?? 0;
      if ((mask & flag) === 0 || ((journey.flags[i] ?? 0) & eventFlags.inRange) === 0) continue;
      if (seen) journey.mask[i] = mask & ~flag;
      seen = true;
    }
  };

const leaveOut =
  (flag: number, dropped: ReadonlySet<number>): GoalCounter["mark"] =>
  (journey) => {
    for (let i = journey.start; i < journey.end; i++) {
      const mask = journey.mask[i] ?? 0;
      if ((mask & flag) !== 0 && dropped.has(journey.seq[i] ?? 0)) journey.mask[i] = mask & ~flag;
    }
  };

const markOf = (goal: Goal, flag: number, copies: Copies | undefined): GoalCounter["mark"] => {
  if (goal.counting === "session") return keepFirstOfSessions(flag);
  if (goal.counting === "visitor") return keepFirstInRange(flag);
  return copies && copies.dropped.size > 0 ? leaveOut(flag, copies.dropped) : undefined;
};

type Facts = {
  columns: ColumnSet;
  /** The project's. */
  currency: string;
  /** What counting by key decided, if the goal is counted so. */
  copies: Copies | undefined;
  /** What became of orders; absent where nothing did, or gross is asked. */
  restatement: Restatement | undefined;
};

const worthOf = (goal: Goal, { columns, currency, copies, restatement }: Facts): GoalCounter["worth"] => {
  if ("none" in goal.value) return undefined;
  const read = valueReader(goal.value, columns, currency);
  const filled = copies?.filled;
  const stated: ValueReader = filled?.size
    ? (journey, i) => read(journey, i) ?? filled.get(journey.seq[i] ?? 0) ?? null
    : read;
  return restatement ? netWorth(stated, goal, { columns, currency, restatement }) : stated;
};

/** `bit` is the goal's place in the masks. */
export const goalCounter = (goal: Goal, bit: number, facts: Facts): GoalCounter => {
  const flag = 1 << bit;
  return { flag, mark: markOf(goal, flag, facts.copies), worth: worthOf(goal, facts) };
};

/** Takes the bits of all goals off what is no conversion; absent where there is nothing to take off. */
export const markAll = (counters: readonly GoalCounter[]): GoalCounter["mark"] => {
  const marks = counters.flatMap(({ mark }) => mark ?? []);
  if (marks.length === 0) return undefined;
  return (journey) => {
    for (const mark of marks) mark(journey);
  };
};
