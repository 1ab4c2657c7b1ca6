import { type Column, columnOf, type Rows } from "./column";
import type { Filter } from "./definition";
import { compileGlob } from "./glob";
import type { Leaf } from "./rules";
import { truthOf } from "./truth";

// Hot path: whole columns at a time, one test per distinct value, no closures per row.

/** Whether a row holds, by 0 for missing or 1 + its code. */
const tableOf = (
  condition: Exclude<Filter, { and: unknown } | { or: unknown } | { not: unknown }>,
  column: Column,
): Uint8Array => {
  const { ofCode, ofMissing } = truthOf(condition, column.dictionary);
  const table = new Uint8Array(ofCode.length + 1);
  table[0] = ofMissing;
  table.set(ofCode, 1);
  return table;
};

/** Which rows satisfy the filter: 1 or 0 a row. */
export const rowsWithFilter = (filter: Filter, rows: Rows): Uint8Array => {
  const result = new Uint8Array(rows.count);
  if ("and" in filter || "or" in filter) {
    const all = "and" in filter;
    result.fill(all ? 1 : 0);
    for (const part of all ? filter.and : filter.or) {
      const holds = rowsWithFilter(part, rows);
      if (all)
        for (let row = 0; row < rows.count; row++) result[row] = (result[row] ?? 0) & (holds[row] ?? 0);
      else for (let row = 0; row < rows.count; row++) result[row] = (result[row] ?? 0) | (holds[row] ?? 0);
    }
  } else if ("not" in filter) {
    const holds = rowsWithFilter(filter.not, rows);
    for (let row = 0; row < rows.count; row++) result[row] = 1 - (holds[row] ?? 0);
  } else {
    const column = rows.column(columnOf(filter.field));
    const table = tableOf(filter, column);
    const { codes } = column;
    for (let row = 0; row < rows.count; row++) result[row] = table[codes[row] ?? 0] ?? 0;
  }
  return result;
};

/** The code of a name in the rows' dictionary of names, 0 when no row has it. */
export const codeOfName = (name: string, { dictionary }: Column): number => {
  for (let code = 0; code < dictionary.size; code++) if (dictionary.value(code) === name) return code + 1;
  return 0;
};

/** Clears rows whose page does not match. A glob that asks for a query is held against path and query together. */
const keepPages = (glob: string, rows: Rows, result: Uint8Array): void => {
  const path = rows.column("path");
  if (!glob.includes("?")) {
    const table = tableOf({ field: "path", op: "glob", value: glob }, path);
    for (let row = 0; row < rows.count; row++)
      result[row] = (result[row] ?? 0) & (table[path.codes[row] ?? 0] ?? 0);
    return;
  }
  const matches = compileGlob(glob);
  const query = rows.column("query");
  const known = new Map<number, boolean>();
  const queries = query.dictionary.size + 1;
  for (let row = 0; row < rows.count; row++) {
    if (result[row] === 0) continue;
    const pathCode = path.codes[row] ?? 0;
    const queryCode = query.codes[row] ?? 0;
    const key = pathCode * queries + queryCode;
    let match = known.get(key);
    if (match === undefined) {
      const text = queryCode === 0 ? "" : String(query.dictionary.value(queryCode - 1));
      match = pathCode > 0 && matches(String(path.dictionary.value(pathCode - 1)) + text);
      known.set(key, match);
    }
    if (!match) result[row] = 0;
  }
};

const keepAtLeast = (field: string, least: number | undefined, rows: Rows, result: Uint8Array): void => {
  if (least === undefined) return;
  const column = rows.column(field);
  const table = tableOf({ field, op: "gte", value: least }, column);
  table[0] = 0;
  const { codes } = column;
  for (let row = 0; row < rows.count; row++) result[row] = (result[row] ?? 0) & (table[codes[row] ?? 0] ?? 0);
};

/** The name without which a rule cannot hold. */
export const nameOfRule = (rule: Leaf["rule"]): string =>
  "event" in rule ? rule.event : "page" in rule ? "Page Viewed" : "Page Engaged";

/** Which rows satisfy the rule, filters and the once-a-view of `engaged` aside: 1 or 0 a row. */
export const rowsOfRule = (rule: Leaf["rule"], rows: Rows): Uint8Array => {
  const result = new Uint8Array(rows.count);
  const name = rows.column("name");
  const wanted = codeOfName(nameOfRule(rule), name);
  if (wanted === 0) return result;
  const { codes } = name;
  for (let row = 0; row < rows.count; row++) if (codes[row] === wanted) result[row] = 1;
  if ("page" in rule) keepPages(rule.page, rows, result);
  if ("engaged" in rule) {
    const { scrollPercent, seconds, page } = rule.engaged;
    keepAtLeast("property.scrollPercent", scrollPercent, rows, result);
    keepAtLeast("property.engagedSeconds", seconds, rows, result);
    if (page !== undefined) keepPages(page, rows, result);
  }
  return result;
};
