import { describe, expect, it } from "vitest";
import { parseCsv } from "./parse-csv";

/** Reads a CSV text in blocks of that many lines. */
const read = async (
  text: string,
  { blockLines = 1000, columns }: { blockLines?: number; columns?: number } = {},
) => {
  const lines = text.split("\n");
  const blocks = (async function* () {
    for (let at = 0; at < lines.length; at += blockLines)
      yield { firstLine: at + 1, lines: lines.slice(at, at + blockLines), bad: [] };
  })();
  const rows: [number, ...string[]][] = [];
  const bad: [number, string][] = [];
  for await (const found of parseCsv(blocks, { delimiter: ",", columns })) {
    for (const { line, fields } of found.rows) rows.push([line, ...fields]);
    for (const { line, code } of found.bad) bad.push([line, code]);
  }
  return { rows, bad };
};

describe("parseCsv", () => {
  it("reads quotes, commas and line ends inside quotes, blank lines and stray quotes", async () => {
    const text = 'a,b\n\n"x, ""y""",1\n"two\nlines",2\n12" pipe,3\n';
    const whole = await read(text);
    expect(whole).toEqual({
      rows: [
        [1, "a", "b"],
        [3, 'x, "y"', "1"],
        [4, "two\nlines", "2"],
        [6, '12" pipe', "3"],
      ],
      bad: [],
    });
    for (let blockLines = 1; blockLines < 7; blockLines++)
      expect(await read(text, { blockLines })).toEqual(whole);
  });

  it("hands rows of another length on, for somebody who knows the columns", async () => {
    expect((await read("a,b\n1\n2,3,4", { columns: 2 })).rows).toEqual([
      [1, "a", "b"],
      [2, "1"],
      [3, "2", "3", "4"],
    ]);
  });

  it("gives up only the line of a quote that is never closed", async () => {
    const lines = Array.from({ length: 5000 }, (_, i) => `${i + 1},x`);
    lines[41] = '42,"x';
    lines[4998] = '4999,"x';
    const found = await read(lines.join("\n"), { columns: 2 });
    expect(found.bad).toEqual([
      [42, "quote_not_closed"],
      [4999, "quote_not_closed"],
    ]);
    expect(found.rows).toHaveLength(4998);
    expect(found.rows.every(([line, first]) => String(line) === first)).toBe(true);
  });

  it("gives up only the line of a missing quote when all fields are quoted", async () => {
    const lines = Array.from({ length: 1000 }, (_, i) => `"${i + 1}","x"`);
    lines[41] = '"42","x';
    const found = await read(lines.join("\n"), { columns: 2 });
    expect(found.bad).toEqual([[42, "quote_not_closed"]]);
    expect(found.rows).toHaveLength(999);
  });
});
