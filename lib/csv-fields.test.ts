import { expect, it } from "vitest";
import { csvFields } from "./csv-fields";

it.each<[string, string[], string[] | null]>([
  ["a, b ,c", [","], ["a", "b", "c"]],
  ['a," b;c ",d', [","], ["a", " b;c ", "d"]],
  ['"a ""b""",', [","], ['a "b"', ""]],
  ["a,b;c", [";"], ["a,b", "c"]],
  ["a,b;c\td", [",", ";", "\t"], ["a", "b", "c", "d"]],
  ["\ta\t", ["\t"], ["", "a", ""]],
  ['a,"b', [","], null],
  ['a,"b"c', [","], null],
])("%j by %j is %j", (line, delimiters, fields) => {
  expect(csvFields(line, delimiters)).toEqual(fields);
});
