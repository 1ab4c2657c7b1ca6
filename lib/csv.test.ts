import { parse } from "csv-parse/sync";
import { expect, it } from "vitest";
import { csvField, csvOf, withoutApostrophe } from "./csv";

it.each([
  ["", ""],
  [null, ""],
  [undefined, ""],
  [0, "0"],
  [-1.5, "-1.5"],
  [1e21, "1e+21"],
  [true, "true"],
  ["plain", "plain"],
  ["a,b", '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ["two\nlines", '"two\nlines"'],
  ["=1+1", "'=1+1"],
  ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
  ["+49 30 1234", "'+49 30 1234"],
  ["-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'\t=1"],
  ["\r=1", `"'\r=1"`],
  ["\n=1", `"'\n=1"`],
  ["＝1+1", "'＝1+1"],
  ["-5", "-5"],
  ["+1.5e3", "+1.5e3"],
  ["-", "'-"],
  ["-5+1", "'-5+1"],
  ["a=b", "a=b"],
])("%j becomes %s", (cell, field) => {
  expect(csvField(cell)).toBe(field);
});

it.each(["=1+1", "＝1+1", "+49 30", "-", "@x", "\t=1", "plain", "'quoted'", "-5", ""])(
  "%j is had back",
  (text) => {
    const [[field] = []]: string[][] = parse(`${csvField(text)},`);
    expect(withoutApostrophe(field ?? "")).toBe(text);
  },
);

it("is read back as it was, apart from what is kept from being a formula", () => {
  const rows = [
    ["a", "x,y", 'q"q', "l1\r\nl2", ""],
    ["ünï", "日本", "🎉", " spaced ", "'quoted'"],
  ];
  const text = csvOf({ columns: ["1", "2", "3", "4", "5"], rows });
  expect(text.endsWith("\r\n")).toBe(true);
  expect(parse(text)).toEqual([["1", "2", "3", "4", "5"], ...rows]);
});
