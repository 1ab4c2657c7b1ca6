import fc from "fast-check";
import { expect, it } from "vitest";
import exampleAnswers from "./example-answers.json" with { type: "json" };
import { readableJson } from "./readable-json";

it("says the same as JSON, in lines that fit", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(readableJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  for (const answer of Object.values(exampleAnswers))
    for (const line of readableJson(answer)
      .split("\n")
      // A single text is never broken.
      .filter((one) => !/^\s*("\w+": )?"[^"]*(\\"[^"]*)*",?$/.test(one)))
      expect(line.length, line).toBeLessThanOrEqual(110);
});

it("breaks what is long, and only that", () => {
  const short = { a: [1, 2], b: null };
  expect(readableJson(short)).toBe('{ "a": [1, 2], "b": null }');
  const long = { list: [short, short, short, short], none: {} };
  expect(readableJson(long)).toBe(
    [
      "{",
      '  "list": [',
      ...Array.from({ length: 4 }, (_, i) => `    { "a": [1, 2], "b": null }${i < 3 ? "," : ""}`),
      "  ],",
      '  "none": {}',
      "}",
    ].join("\n"),
  );
});
