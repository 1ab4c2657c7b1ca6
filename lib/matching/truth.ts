import { type Column, columnOf, pathInColumn } from "./column";
import type { Condition, Filter } from "./definition";
import { compileCondition, scalarsAt } from "./test-value";

/** The answer of a condition for every distinct value of a column, and for rows without one. */
export type Truth = { readonly ofCode: Uint8Array; readonly ofMissing: 0 | 1 };

/** Asks a condition once per distinct value, never per row. */
export const truthOf = (condition: Condition, column: Column): Truth => {
  const test = compileCondition(condition);
  const path = pathInColumn(condition.field);
  const ofCode = new Uint8Array(column.values.length);
  for (let code = 0; code < ofCode.length; code++)
    ofCode[code] = test(scalarsAt(column.values[code], path)) ? 1 : 0;
  return { ofCode, ofMissing: test([]) ? 1 : 0 };
};

/** The columns a filter reads. */
export const fieldsOfFilter = (filter: Filter, into: Set<string>): void => {
  if ("and" in filter) for (const part of filter.and) fieldsOfFilter(part, into);
  else if ("or" in filter) for (const part of filter.or) fieldsOfFilter(part, into);
  else if ("not" in filter) fieldsOfFilter(filter.not, into);
  else into.add(columnOf(filter.field));
};
