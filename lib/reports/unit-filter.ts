import type { Journey } from "@/lib/journeys/journey";
import type { Part } from "@/lib/journeys/part";
import type { Condition, Matcher, SegmentFilter } from "@/lib/matching/definition";
import { truthOf } from "@/lib/matching/truth";
import type { ColumnSet } from "./column-set";
import type { Unit } from "./definition";
import type { Range } from "./range";
import { unitValue } from "./unit-value";

// Hot path: called for every unit, without allocations.

/** Keeps or drops whole units. */
export type UnitTest = {
  /** Looks at a visitor's whole journey, before any of its units; absent when nothing depends on it. */
  readonly open?: (journey: Journey) => void;
  /** Decides on the unit whose events are `first ≤ i < end`. */
  readonly keeps: (journey: Journey, first: number, end: number) => boolean;
};

/** What filters are compiled against. `bitOf` says which bit of the masks a matcher of the segments has. */
export type UnitFacts = {
  columns: ColumnSet;
  part: Part;
  range: Range;
  unit: Unit;
  bitOf: (matcher: Matcher) => number;
};

const compileCondition = (condition: Condition, facts: UnitFacts): UnitTest => {
  const { dictionary, open, codeOf } = unitValue(condition.field, facts);
  const truth = truthOf(condition, dictionary);
  return {
    open,
    keeps: (journey, first, end) => {
      const code = codeOf(journey, first, end);
      return (code < 0 ? truth.ofMissing : truth.ofCode[code]) === 1;
    },
  };
};

/** Counts what the unit did, or what its visitor did in the time before the end of the range. */
const compileDid = (
  { did, atLeast = 1, withinMs }: Extract<SegmentFilter, { did: Matcher }>,
  { bitOf, range, unit }: UnitFacts,
): UnitTest => {
  const flag = 1 << bitOf(did);
  const until = Math.min(range.to, range.asOf);
  const since = withinMs === undefined ? Number.NEGATIVE_INFINITY : until - withinMs;
  const wholePast = withinMs !== undefined && unit === "visitor";
  return {
    keeps: (journey, first, end) => {
      let found = 0;
      const from = wholePast ? journey.start : first;
      const to = wholePast ? journey.end : end;
      for (let i = from; i < to && found < atLeast; i++) {
        if (((journey.mask[i] ?? 0) & flag) === 0) continue;
        const at = journey.at[i] ?? 0;
        if (withinMs === undefined || (at >= since && at < until)) found++;
      }
      return found >= atLeast;
    },
  };
};

const openAll = (parts: readonly UnitTest[]): UnitTest["open"] => {
  const opens = parts.flatMap(({ open }) => open ?? []);
  if (opens.length === 0) return undefined;
  return (journey) => {
    for (const open of opens) open(journey);
  };
};

/** Compiles a filter in which saved segments were put in their place. */
export const unitTest = (filter: SegmentFilter, facts: UnitFacts): UnitTest => {
  if ("and" in filter) {
    const parts = filter.and.map((part) => unitTest(part, facts));
    return {
      open: openAll(parts),
      keeps: (journey, first, end) => parts.every(({ keeps }) => keeps(journey, first, end)),
    };
  }
  if ("or" in filter) {
    const parts = filter.or.map((part) => unitTest(part, facts));
    return {
      open: openAll(parts),
      keeps: (journey, first, end) => parts.some(({ keeps }) => keeps(journey, first, end)),
    };
  }
  if ("not" in filter) {
    const { open, keeps } = unitTest(filter.not, facts);
    return { open, keeps: (journey, first, end) => !keeps(journey, first, end) };
  }
  if ("segment" in filter) throw new Error(`The segment ${filter.segment} was not put in its place.`);
  return "did" in filter ? compileDid(filter, facts) : compileCondition(filter, facts);
};
