import { codeAt, type Journey } from "@/lib/journeys/journey";
import type { Condition, Filter } from "@/lib/matching/definition";
import { truthOf } from "@/lib/matching/truth";
import type { ColumnSet } from "./column-set";

/** Keeps or drops whole units: decides on the events `first ≤ i < end` of the journey that lie in the unit. */
export type UnitTest = (journey: Journey, first: number, end: number) => boolean;

/** The code of the unit's first event that has the field, −1 when none has. */
const firstCode = (journey: Journey, column: number, first: number, end: number): number => {
  for (let i = first; i < end; i++) {
    const code = codeAt(journey, column, i);
    if (code >= 0) return code;
  }
  return -1;
};

const compileCondition = (condition: Condition, columns: ColumnSet): UnitTest => {
  const place = columns.place(condition.field);
  const truth = truthOf(condition, columns.dictionary(condition.field));
  return (journey, first, end) => {
    const code = firstCode(journey, place, first, end);
    return (code < 0 ? truth.ofMissing : truth.ofCode[code]) === 1;
  };
};

/** Compiles a segment's filter. */
export const unitTest = (filter: Filter, columns: ColumnSet): UnitTest => {
  if ("and" in filter) {
    const parts = filter.and.map((part) => unitTest(part, columns));
    return (journey, first, end) => parts.every((part) => part(journey, first, end));
  }
  if ("or" in filter) {
    const parts = filter.or.map((part) => unitTest(part, columns));
    return (journey, first, end) => parts.some((part) => part(journey, first, end));
  }
  if ("not" in filter) {
    const part = unitTest(filter.not, columns);
    return (journey, first, end) => !part(journey, first, end);
  }
  return compileCondition(filter, columns);
};
