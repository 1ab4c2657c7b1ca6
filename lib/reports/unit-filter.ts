import type { Journey } from "@/lib/journeys/journey";
import type { Part } from "@/lib/journeys/part";
import type { Condition, Matcher, SegmentFilter } from "@/lib/matching/definition";
import { truthOf } from "@/lib/matching/truth";
import type { ColumnSet } from "./column-set";
import type { Unit } from "./definition";
import type { Range } from "./range";
import { type UnitValue, unitValue } from "./unit-value";

// Hot path: called for every unit, without allocations.

/** Keeps or drops whole units. */
export type UnitTest = {
  /** Looks at a visitor's whole journey, before any of its units; absent when nothing depends on it. */
  readonly open?: (journey: Journey) => void;
  /** Decides on the unit whose events are `first ≤ i < end`. */
  readonly keeps: (journey: Journey, first: number, end: number) => boolean;
  /** Present where nothing but what the unit has in one field decides. */
  readonly byValue?: ValueTest;
};

/** Which values of a field are kept, by 1 + code: 1 for yes. */
type ValueTest = { readonly field: string; readonly value: UnitValue; readonly kept: Uint8Array };

/** What filters are compiled against. `bitOf` says which bit of the masks a matcher of the segments has. */
export type UnitFacts = {
  columns: ColumnSet;
  part: Part;
  range: Range;
  unit: Unit;
  bitOf: (matcher: Matcher) => number;
};

const valueTest = (byValue: ValueTest): UnitTest => {
  const { kept, value } = byValue;
  const { open, codeOf } = value;
  return { open, keeps: (journey, first, end) => kept[codeOf(journey, first, end) + 1] === 1, byValue };
};

const compileCondition = (condition: Condition, facts: UnitFacts): UnitTest => {
  const { field } = condition;
  const value = unitValue(field, facts);
  const { ofCode, ofMissing } = truthOf(condition, value.dictionary);
  const kept = new Uint8Array(ofCode.length + 1);
  kept[0] = ofMissing;
  kept.set(ofCode, 1);
  return valueTest({ field, value, kept });
};

/** Several tests of one field as one. */
const joinValues = (parts: readonly UnitTest[], how: "and" | "or"): UnitTest | undefined => {
  const tests = parts.flatMap(({ byValue }) => byValue ?? []);
  const [first, ...others] = tests;
  if (!first || tests.length < parts.length || others.some(({ field }) => field !== first.field))
    return undefined;
  const kept = first.kept.slice();
  for (const other of others)
    for (let place = 0; place < kept.length; place++) {
      const more = other.kept[place] ?? 0;
      kept[place] = how === "and" ? (kept[place] ?? 0) & more : (kept[place] ?? 0) | more;
    }
  return valueTest({ ...first, kept });
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
    const joined = joinValues(parts, "and");
    if (joined) return joined;
    return {
      open: openAll(parts),
      keeps: (journey, first, end) => parts.every(({ keeps }) => keeps(journey, first, end)),
    };
  }
  if ("or" in filter) {
    const parts = filter.or.map((part) => unitTest(part, facts));
    const joined = joinValues(parts, "or");
    if (joined) return joined;
    return {
      open: openAll(parts),
      keeps: (journey, first, end) => parts.some(({ keeps }) => keeps(journey, first, end)),
    };
  }
  if ("not" in filter) {
    const { open, keeps, byValue } = unitTest(filter.not, facts);
    if (byValue) return valueTest({ ...byValue, kept: byValue.kept.map((kept) => 1 - kept) });
    return { open, keeps: (journey, first, end) => !keeps(journey, first, end) };
  }
  if ("segment" in filter) throw new Error(`The segment ${filter.segment} was not put in its place.`);
  return "did" in filter ? compileDid(filter, facts) : compileCondition(filter, facts);
};

/** Says which of some tests keep a unit: bit g stands for the test at place g. What goes by one field is looked up once. */
export const membershipOf = (
  tests: readonly UnitTest[],
): ((journey: Journey, first: number, end: number) => number) => {
  const byField = new Map<string, { codeOf: UnitValue["codeOf"]; bits: Int32Array }>();
  const others: { flag: number; keeps: UnitTest["keeps"] }[] = [];
  for (const [g, { byValue, keeps }] of tests.entries()) {
    const flag = 1 << g;
    if (!byValue) {
      others.push({ flag, keeps });
      continue;
    }
    const { field, value, kept } = byValue;
    const { codeOf, bits } = byField.get(field) ?? {
      codeOf: value.codeOf,
      bits: new Int32Array(kept.length),
    };
    byField.set(field, { codeOf, bits });
    for (let place = 0; place < kept.length; place++)
      if (kept[place] === 1) bits[place] = (bits[place] ?? 0) | flag;
  }
  const fields = [...byField.values()];
  return (journey, first, end) => {
    let found = 0;
    for (let f = 0; f < fields.length; f++) {
      const field = fields[f];
      if (field) found |= field.bits[field.codeOf(journey, first, end) + 1] ?? 0;
    }
    for (let o = 0; o < others.length; o++) {
      const other = others[o];
      if (other?.keeps(journey, first, end)) found |= other.flag;
    }
    return found;
  };
};
