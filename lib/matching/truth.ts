import { columnOf, type Dictionary, pathInColumn } from "./column";
import type { Condition, Filter } from "./definition";
import { compileCondition, scalarsAt } from "./test-value";

/** The answer of a condition for every distinct value of a field, and for rows without one. */
export type Truth = { readonly ofCode: Uint8Array; readonly ofMissing: 0 | 1 };

const mostRemembered = 64;

/** Dictionaries of stored runs live long, so what was asked of one is remembered as long as it is. */
const remembered = new WeakMap<Dictionary, Map<string, Truth>>();

const askAll = (condition: Condition, dictionary: Dictionary): Truth => {
  const test = compileCondition(condition);
  const path = pathInColumn(condition.field);
  const ofCode = new Uint8Array(dictionary.size);
  for (let code = 0; code < ofCode.length; code++)
    ofCode[code] = test(scalarsAt(dictionary.value(code), path)) ? 1 : 0;
  return { ofCode, ofMissing: test([]) ? 1 : 0 };
};

const joined = (condition: Condition, { size }: Dictionary, parts: readonly Dictionary[]): Truth => {
  const ofCode = new Uint8Array(size);
  let start = 0;
  for (const part of parts) {
    ofCode.set(truthOf(condition, part).ofCode, start);
    start += part.size;
  }
  return { ofCode, ofMissing: compileCondition(condition)([]) ? 1 : 0 };
};

/** Asks a condition once per distinct value, never per row. */
export const truthOf = (condition: Condition, dictionary: Dictionary): Truth => {
  if (dictionary.parts) return joined(condition, dictionary, dictionary.parts);
  const known = remembered.get(dictionary) ?? new Map<string, Truth>();
  remembered.set(dictionary, known);
  const key = JSON.stringify(condition);
  const truth = known.get(key) ?? askAll(condition, dictionary);
  if (known.size >= mostRemembered) known.clear();
  known.set(key, truth);
  return truth;
};

/** The columns a filter reads. */
export const fieldsOfFilter = (filter: Filter, into: Set<string>): void => {
  if ("and" in filter) for (const part of filter.and) fieldsOfFilter(part, into);
  else if ("or" in filter) for (const part of filter.or) fieldsOfFilter(part, into);
  else if ("not" in filter) fieldsOfFilter(filter.not, into);
  else into.add(columnOf(filter.field));
};
