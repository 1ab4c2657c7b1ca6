import fc from "fast-check";
import { expect, it } from "vitest";
import { TextCodes } from "./text-codes";

it("gives every text one code, however many there are", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: "binary", maxLength: 3 }), { maxLength: 200, size: "max" }),
      (texts) => {
        const values: unknown[] = ["put there by somebody else"];
        const codes = new TextCodes(values);
        expect(texts.map((text) => values[codes.code(text) - 1])).toEqual(texts);
        expect(values.slice(1)).toEqual([...new Set(texts)]);
      },
    ),
  );
});
