import { joinFloats } from "../float-list";
import type { Read } from "../report";

/** What was counted of one goal. Times are ms since 1970, `firstAt` and `lastAt` infinite where there is none. */
export type GoalCounts = {
  /** By hour of the watch: visitors with the goal in it. */
  reachedIn: Uint32Array;
  firstAt: number;
  lastAt: number;
  /** In the range: matching events, those that count, the visitors, those of them in denominators. */
  occurrences: number;
  conversions: number;
  visitors: number;
  inRate: number;
  /** Visitors with conversions, and the sum of the squares of how many each has. */
  converters: number;
  squares: number;
  /** Occurrences that repeat one before, `byKey` with its order id, and how long after it, ms. */
  byKey: number;
  gaps: Float64Array;
};

/** Two goals by place: visitors who reached both in the range, and those who did within ten minutes. */
export type PairCounts = { a: number; b: number; both: number; near: number };

export type HealthCounts = {
  /** By hour of the watch: visitors who did something in it. */
  visitorsIn: Uint32Array;
  lastEventAt: number;
  /** In denominators of the range. */
  visitors: number;
  goals: GoalCounts[];
  pairs: PairCounts[];
  /** By goal: names that are almost those of its events. */
  similar: string[][];
  read: Read;
};

const sum = <T>(parts: readonly T[], count: (part: T) => number): number =>
  parts.reduce((total, part) => total + count(part), 0);

const sumHours = (parts: readonly Uint32Array[]): Uint32Array => {
  const [first, ...rest] = parts;
  const total = first?.slice() ?? new Uint32Array(0);
  for (const part of rest) for (let h = 0; h < total.length; h++) total[h] = (total[h] ?? 0) + (part[h] ?? 0);
  return total;
};

const joinGoal = (parts: readonly GoalCounts[]): GoalCounts => ({
  reachedIn: sumHours(parts.map(({ reachedIn }) => reachedIn)),
  firstAt: Math.min(...parts.map(({ firstAt }) => firstAt)),
  lastAt: Math.max(...parts.map(({ lastAt }) => lastAt)),
  occurrences: sum(parts, ({ occurrences }) => occurrences),
  conversions: sum(parts, ({ conversions }) => conversions),
  visitors: sum(parts, ({ visitors }) => visitors),
  inRate: sum(parts, ({ inRate }) => inRate),
  converters: sum(parts, ({ converters }) => converters),
  squares: sum(parts, ({ squares }) => squares),
  byKey: sum(parts, ({ byKey }) => byKey),
  gaps: joinFloats(parts.map(({ gaps }) => gaps)),
});

const joinPairs = (parts: readonly PairCounts[]): PairCounts[] => {
  const joined = new Map<string, PairCounts>();
  for (const part of parts) {
    const key = `${part.a} ${part.b}`;
    const known = joined.get(key);
    if (known) {
      known.both += part.both;
      known.near += part.near;
    } else joined.set(key, { ...part });
  }
  return [...joined.values()].sort((one, other) => one.a - other.a || one.b - other.b);
};

/** What several parts counted of the same goals. */
export const joinCounts = (parts: readonly HealthCounts[], goals: number): HealthCounts => ({
  visitorsIn: sumHours(parts.map(({ visitorsIn }) => visitorsIn)),
  lastEventAt: Math.max(...parts.map(({ lastEventAt }) => lastEventAt)),
  visitors: sum(parts, ({ visitors }) => visitors),
  goals: Array.from({ length: goals }, (_, g) => joinGoal(parts.flatMap((part) => part.goals[g] ?? []))),
  pairs: joinPairs(parts.flatMap(({ pairs }) => pairs)),
  similar: Array.from({ length: goals }, (_, g) =>
    [...new Set(parts.flatMap((part) => part.similar[g] ?? []))].sort(),
  ),
  read: {
    journeys: sum(parts, ({ read }) => read.journeys),
    events: sum(parts, ({ read }) => read.events),
  },
});
